"""Who may open what: every page's and operation's name, and the roles it is for.

A URL that is not named here is refused, whoever asks; a test walks all of them. What a role may
do to one record is decided by `longleaf.domain.organization.permission`, in the verbs; records
out of reach are not found by the queries.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.domain.organization.access import (
    ADMINISTRATOR,
    AUTHOR,
    COORDINATOR,
    DEPARTMENT,
    EDUCATOR,
    EVERYONE,
    LANGUAGE,
    OVERSIGHT,
    PLANNING,
    PROGRAMS,
    REVIEWER,
    SIGNED_IN,
    STAFFING,
    Access,
    owes_second_factor,
)
from longleaf.domain.organization.actor import NOBODY, Actor
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.gateways.wiring import ports
from longleaf.records.queries import organization as people

ACCESS: dict[str, Access] = {
    # public
    "home": EVERYONE,
    "healthz": EVERYONE,
    "catalog": EVERYONE,
    "microcredential": EVERYONE,
    "microcredential_version": EVERYONE,
    "microcredential_image": EVERYONE,
    "frameworks": EVERYONE,
    "framework": EVERYONE,
    "framework_element": EVERYONE,
    "organizations": EVERYONE,
    "organization": EVERYONE,
    "glossary": EVERYONE,
    "glossary_file": EVERYONE,
    "glossary_conflicts": EVERYONE,
    "glossary_term": EVERYONE,
    "glossary_term_file": EVERYONE,
    "glossary_proposals": EVERYONE,
    "glossary_proposal": EVERYONE,
    "work_group": EVERYONE,
    # the common language, by who records, proposes, comments and decides
    "glossary_usage_new": LANGUAGE,
    "glossary_concept_new": LANGUAGE,
    "glossary_propose": LANGUAGE,
    "glossary_merge": LANGUAGE,
    "glossary_imports": LANGUAGE,
    "glossary_import": LANGUAGE,
    "glossary_import_settle": LANGUAGE,
    "glossary_import_leave_out": LANGUAGE,
    "glossary_local": STAFFING,
    "glossary_comment": SIGNED_IN,
    "glossary_vote": SIGNED_IN,
    "dialect": SIGNED_IN,
    "glossary_usage": DEPARTMENT,
    "glossary_answer": DEPARTMENT,
    "glossary_proposal_open": DEPARTMENT,
    "glossary_proposal_decide": DEPARTMENT,
    "glossary_proposal_withdraw": DEPARTMENT,
    "work_group_edit": DEPARTMENT,
    "policies": EVERYONE,
    "policy": EVERYONE,
    "ways": EVERYONE,
    "badge": EVERYONE,  # shows only what its educator published; others do not find it
    "badge_document": EVERYONE,
    "hosted_assertion": EVERYONE,  # of published badges alone
    "hosted_assertion_picture": EVERYONE,
    "hosted_badge_class": EVERYONE,
    "hosted_issuer": EVERYONE,
    "check_badge": EVERYONE,
    "status_list": EVERYONE,
    "issuer": EVERYONE,
    "issuer_document": EVERYONE,
    "recognized_issuers": EVERYONE,
    "recognized_issuers_json": EVERYONE,
    "recognized_issuers_csv": EVERYONE,
    "recognized_issuers_registry": EVERYONE,
    "recognized_issuer": EVERYONE,
    "accessibility": EVERYONE,
    "privacy": EVERYONE,
    "about_api": EVERYONE,
    "about_wallets": EVERYONE,
    # account
    "account_login": EVERYONE,
    "account_logout": EVERYONE,
    "account_inactive": EVERYONE,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reset_password": EVERYONE,
    "account_reset_password_done": EVERYONE,
    "account_reset_password_from_key": EVERYONE,
    "account_reset_password_from_key_done": EVERYONE,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": EVERYONE,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "invitation": EVERYONE,  # the link itself is the proof
    "account": SIGNED_IN,
    "account_tokens": SIGNED_IN,
    "account_token_withdraw": SIGNED_IN,
    "act_for": SIGNED_IN,
    "wallets": SIGNED_IN,
    "wallet_disconnect": SIGNED_IN,
    "inbox": SIGNED_IN,
    "notice": SIGNED_IN,
    # educator
    "today": SIGNED_IN,
    "standing": EDUCATOR,
    "standing_license": EDUCATOR,
    "standing_pack": EDUCATOR,
    "decision_pack": EDUCATOR,
    "my_audits": EDUCATOR,
    "license_new": EDUCATOR,
    "license_edit": EDUCATOR,
    "ledger": EDUCATOR,
    "activity_new": EDUCATOR,
    "activity": EDUCATOR,
    "activity_withdraw": EDUCATOR,
    "my_record": EDUCATOR,
    "submissions": EDUCATOR,
    "submission_begin": EDUCATOR,
    "submission": EDUCATOR,
    "submission_part": EDUCATOR,
    "submission_save": EDUCATOR,
    "submission_check": EDUCATOR,
    "submission_submit": EDUCATOR,
    "submission_withdraw": EDUCATOR,
    "submission_feedback": EDUCATOR,
    "submission_appeal": EDUCATOR,
    "submission_appeal_back": EDUCATOR,
    # a coach is whoever was named, and their educator; the list is one's own
    "coachings": SIGNED_IN,
    "coaching": SIGNED_IN,
    "coaching_open": SIGNED_IN,
    "artifact_add": EDUCATOR,
    "artifact_edit": EDUCATOR,
    "artifact_remove": EDUCATOR,
    "artifact_marks": EDUCATOR,
    "artifact_mark_remove": EDUCATOR,
    "artifact_uploads": EDUCATOR,
    "artifact_upload": EDUCATOR,
    "artifact_file": SIGNED_IN,  # its owner, and who reviews it
    "wallet_authorize": EDUCATOR,
    "my_badges": EDUCATOR,
    "my_learner_record": EDUCATOR,
    "my_badge": EDUCATOR,
    "my_badge_publish": EDUCATOR,
    "my_badge_evidence": EDUCATOR,
    "my_badge_part": EDUCATOR,
    "backpack_bring": EDUCATOR,
    "backpack_badge": EDUCATOR,
    "backpack_keep": EDUCATOR,
    "backpack_check": EDUCATOR,
    "backpack_remove": EDUCATOR,
    "backpack_file": EDUCATOR,
    # reviewer
    "reviews": REVIEWER,
    "review": REVIEWER,
    "review_save": REVIEWER,
    "review_finish": REVIEWER,
    "review_release": REVIEWER,
    "completeness_checks": REVIEWER,
    "completeness_check": REVIEWER,
    # author
    "authoring": AUTHOR,
    "authoring_new": AUTHOR,
    "authoring_version": AUTHOR,
    "authoring_save": AUTHOR,
    "authoring_preview": AUTHOR,
    "authoring_compare": AUTHOR,
    "authoring_propose": AUTHOR,
    "authoring_publish": AUTHOR,
    "authoring_return": AUTHOR,
    "authoring_next_version": AUTHOR,
    "authoring_withdraw": AUTHOR,
    # coordinator
    "coordinator": COORDINATOR,
    "coordinator_audits": COORDINATOR,
    "coordinator_people": COORDINATOR,
    "coordinator_person": COORDINATOR,
    "coordinator_license": COORDINATOR,
    "coordinator_employment": COORDINATOR,
    "coordinator_decisions": COORDINATOR,
    "coordinator_rating": COORDINATOR,
    "coordinator_activity_new": COORDINATOR,
    "coordinator_approvals": COORDINATOR,
    "coordinator_approval": COORDINATOR,
    "coordinator_approvals_bulk": COORDINATOR,
    "coordinator_proposals": COORDINATOR,
    "coordinator_proposal": COORDINATOR,
    "coordinator_reviews": COORDINATOR,
    "coordinator_reassign": COORDINATOR,
    "coordinator_appeals": COORDINATOR,
    "coordinator_coach": COORDINATOR,
    "review_programs": PROGRAMS,
    "review_program": PROGRAMS,
    "review_program_own": PROGRAMS,
    "coordinator_correct": COORDINATOR,
    "coordinator_exports": COORDINATOR,
    "coordinator_export": COORDINATOR,
    "staffing": STAFFING,
    "staffing_invite": STAFFING,
    "staffing_invitation_resend": STAFFING,
    "staffing_invitation_withdraw": STAFFING,
    "staffing_role_end": STAFFING,
    "staffing_supervision": STAFFING,
    "staffing_schools": STAFFING,
    "roster": STAFFING,
    "roster_import": STAFFING,
    # alternative plans
    "plans": EVERYONE,
    "plan": EVERYONE,  # what was published; others do not find it
    "plan_picture": EVERYONE,
    "my_plan": EDUCATOR,
    "my_plan_consent": EDUCATOR,
    "planning": PLANNING,
    "planning_new": PLANNING,
    "planning_plan": PLANNING,
    "planning_rename": PLANNING,
    "planning_section": PLANNING,
    "planning_save": PLANNING,
    "planning_settle": PLANNING,
    "planning_comment": PLANNING,
    "planning_comment_settle": PLANNING,
    "planning_map": PLANNING,
    "planning_picture": PLANNING,
    "planning_versions": PLANNING,
    "planning_submit": STAFFING,
    "planning_withdraw": STAFFING,
    "planning_amend": STAFFING,
    "planning_questions": STAFFING,
    "planning_answer": STAFFING,
    "planning_coverage": STAFFING,
    "planning_cover": STAFFING,
    "planning_release": STAFFING,
    "planning_preview": STAFFING,
    "planning_start": STAFFING,
    "planning_end": STAFFING,
    "planning_publish": PLANNING,
    "planning_hide": PLANNING,
    "plan_decision": PLANNING,
    "planning_document": PLANNING,
    "planning_outcomes": STAFFING,
    "planning_figure": STAFFING,
    "planning_figure_correct": STAFFING,
    "planning_figures_file": STAFFING,
    "planning_measure_chart": STAFFING,
    "planning_year": STAFFING,
    "plan_year_report": PLANNING,
    "plan_year_document": PLANNING,
    "plan_outcomes": DEPARTMENT,
    "plan_outcomes_chart": DEPARTMENT,
    "closed_days": STAFFING,
    "plan_reviews": DEPARTMENT,
    "plan_review": DEPARTMENT,
    "plan_review_assign": DEPARTMENT,
    "plan_review_mark": DEPARTMENT,
    "plan_review_ask": DEPARTMENT,
    "plan_review_comment": DEPARTMENT,
    "plan_review_complete": DEPARTMENT,
    "plan_review_picture": DEPARTMENT,
    # department and administrators
    "department": DEPARTMENT,
    "department_organizations": DEPARTMENT,
    "department_state": DEPARTMENT,
    "department_invite": DEPARTMENT,
    "department_decisions": DEPARTMENT,
    "department_decision": DEPARTMENT,
    "department_decision_pack": DEPARTMENT,
    "recognition_rules": DEPARTMENT,
    "recognition_rule_new": DEPARTMENT,
    "recognition_rule": DEPARTMENT,
    "recognition_rule_end": DEPARTMENT,
    "policy_drafts": DEPARTMENT,
    "policy_drafts_compare": DEPARTMENT,
    "policy_drafts_chart": DEPARTMENT,
    "policy_draft": DEPARTMENT,
    "policy_draft_fields": DEPARTMENT,
    "policy_draft_text": DEPARTMENT,
    "policy_draft_from": DEPARTMENT,
    "policy_draft_version": DEPARTMENT,
    "policy_draft_simulate": DEPARTMENT,
    "policy_draft_cite": DEPARTMENT,
    "policy_draft_figures": DEPARTMENT,
    "policy_draft_chart": DEPARTMENT,
    "renewal_audits": DEPARTMENT,
    "renewal_audit_new": DEPARTMENT,
    "renewal_audit": DEPARTMENT,
    "audit_case": DEPARTMENT,
    "audit_case_ask": DEPARTMENT,
    "audit_case_conclude": DEPARTMENT,
    "department_issuers": DEPARTMENT,
    "department_issuer_new": DEPARTMENT,
    "department_issuer": DEPARTMENT,
    "department_issuer_edit": DEPARTMENT,
    "department_issuer_statement": DEPARTMENT,
    "department_issuer_withdraw": DEPARTMENT,
    "department_registries": DEPARTMENT,
    "department_registry_edition": DEPARTMENT,
    "department_registry_withdraw": DEPARTMENT,
    "awards": OVERSIGHT,
    "award": OVERSIGHT,
    "award_suspend": OVERSIGHT,
    "award_reinstate": OVERSIGHT,
    "award_revoke": OVERSIGHT,
    "award_files": AUTHOR,
    "award_file": AUTHOR,
    "award_file_template": AUTHOR,
    "award_file_cancel": AUTHOR,
    "award_file_results": AUTHOR,
    "audit_trail": OVERSIGHT,
    "keys": ADMINISTRATOR,
    "key_rotate": ADMINISTRATOR,
    "key_method": ADMINISTRATOR,
    "key_distrust": ADMINISTRATOR,
    "key_sign_anew": ADMINISTRATOR,
    "operator": ADMINISTRATOR,
    "job": SIGNED_IN,
}

# Addresses that come with allauth and are not offered here: accounts begin with an invitation,
# and an address is changed by a coordinator. Without a row in the table they are not found.
NOT_OFFERED = frozenset(
    {
        "account_signup",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_confirm_login_code",
    }
)

# Where someone who still owes a second factor may go: to set one up, or to leave.
WITHOUT_SECOND_FACTOR = frozenset(
    name for name in ACCESS if name.startswith(("account", "mfa_"))
) | {name for name, access in ACCESS.items() if access.public}


class ActingRequest(HttpRequest):
    """A request whose actor is known."""

    actor: Actor


class AccessMiddleware:
    """Finds out who acts, and lets them through only to what the table names.

    The APIs are let through here: they have their own tables and refuse by default.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        acting = actor_of(request)
        request.actor = acting  # type: ignore[attr-defined]  # see ActingRequest
        timezone.activate(acting.time_zone)
        return self.get_response(request)

    def process_view(
        self, request: ActingRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if is_api(request):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        access = ACCESS.get(name)
        if access is None:
            raise Http404
        if access.public:
            return None
        if not request.actor.is_signed_in:
            return ask_who(request)
        if not access.admits(request.actor):
            return render(request, "refused.html", {"roles": sorted(access.roles)}, status=403)
        if owes_second_factor(request.actor) and name not in WITHOUT_SECOND_FACTOR:
            return redirect("mfa_activate_totp")
        return None

    def process_exception(
        self, request: ActingRequest, exception: Exception
    ) -> HttpResponse | None:
        """What stands in the way of an act, as one clear answer."""
        if is_api(request):
            return None
        if isinstance(exception, (NoSuchRecordError, NotPermittedError)):
            return render(request, "not_found.html", status=404)
        if isinstance(exception, AlreadyDoneError):
            return render(request, "already_done.html", {"what": exception.what}, status=409)
        return None


def actor_of(request: HttpRequest) -> Actor:
    """Whoever is signed in, with the roles they hold today."""
    if is_api(request) or not request.user.is_authenticated:
        return NOBODY
    return people.actor(request.user.pk, on=ports().clock.now().date())


def ask_who(request: HttpRequest) -> HttpResponse:
    """Sends someone who is not signed in to do so, and back to where they were going."""
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")


def is_api(request: HttpRequest) -> bool:
    """Whether the request is for the REST API or a standard's own."""
    return request.path.startswith(("/api/", "/ims/"))
