"""Who may call what: every operation's name, and the roles it is for.

An operation that is not named here is refused, whoever calls; a test walks all of them.
"""

from typing import Any

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security.http import HttpAuthBase

from longleaf.domain.organization.access import (
    ADMINISTRATOR,
    AUTHOR,
    COORDINATOR,
    DEPARTMENT,
    EDUCATOR,
    EVERYONE,
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
from longleaf.gateways.wiring import ports
from longleaf.records.queries import organization as people

API_ACCESS: dict[str, Access] = {
    # account
    "show_me": SIGNED_IN,
    # public
    "list_microcredentials": EVERYONE,
    "show_microcredential": EVERYONE,
    "list_frameworks": EVERYONE,
    "show_framework": EVERYONE,
    "show_worth": EVERYONE,
    "show_ways": EVERYONE,
    "show_badge": EVERYONE,
    "check_badge": EVERYONE,
    "verify_credential": EVERYONE,
    "verify_presentation": EVERYONE,
    "derive_credential": EVERYONE,
    "list_recognition_rules": EVERYONE,
    "list_recognized_issuers": EVERYONE,
    "show_recognized_issuer": EVERYONE,
    "look_up_issuer": EVERYONE,
    "list_published_plans": EVERYONE,
    "show_published_plan": EVERYONE,
    "list_concepts": EVERYONE,
    "show_concept": EVERYONE,
    "list_term_conflicts": EVERYONE,
    "list_term_proposals": EVERYONE,
    "show_term_proposal": EVERYONE,
    "show_work_group": EVERYONE,
    # educator
    "list_submissions": EDUCATOR,
    "begin_submission": EDUCATOR,
    "show_submission": EDUCATOR,
    "save_response": EDUCATOR,
    "add_artifact": EDUCATOR,
    "add_file": EDUCATOR,
    "tag_artifact": EDUCATOR,
    "remove_artifact": EDUCATOR,
    "submit_evidence": EDUCATOR,
    "withdraw_submission": EDUCATOR,
    "show_decisions": EDUCATOR,
    "appeal_decision": EDUCATOR,
    "end_appeal": EDUCATOR,
    "show_coaching": SIGNED_IN,
    "write_coaching_note": SIGNED_IN,
    "open_attempt": SIGNED_IN,
    "list_awards": EDUCATOR,
    "publish_badge": EDUCATOR,
    "unpublish_badge": EDUCATOR,
    "show_standing": EDUCATOR,
    "make_pack": EDUCATOR,
    "list_ledger": EDUCATOR,
    "list_activities": EDUCATOR,
    "record_activity": EDUCATOR,
    "withdraw_activity": EDUCATOR,
    "list_backpack": EDUCATOR,
    "bring_badge": EDUCATOR,
    "show_backpack_badge": EDUCATOR,
    "keep_badge": EDUCATOR,
    "recheck_badge": EDUCATOR,
    "remove_badge": EDUCATOR,
    # reviewer
    "list_reviews": REVIEWER,
    "show_review": REVIEWER,
    "save_score": REVIEWER,
    "finish_review": REVIEWER,
    "release_review": REVIEWER,
    "list_completeness_checks": REVIEWER,
    "show_completeness_check": REVIEWER,
    "decide_completeness": REVIEWER,
    # author
    "list_versions": AUTHOR,
    "draft_microcredential": AUTHOR,
    "save_draft": AUTHOR,
    "propose_version": AUTHOR,
    "publish_version": AUTHOR,
    # coordinator
    "list_people": COORDINATOR,
    "show_person_standing": COORDINATOR,
    "record_employment": COORDINATOR,
    "list_waiting_activities": COORDINATOR,
    "decide_activity": COORDINATOR,
    "list_credit_proposals": COORDINATOR,
    "decide_credit_proposal": COORDINATOR,
    "invite_person": STAFFING,
    "name_coach": COORDINATOR,
    "show_review_program": PROGRAMS,
    "keep_review_program": PROGRAMS,
    # department
    "list_policy_drafts": DEPARTMENT,
    "show_draft_version": DEPARTMENT,
    "list_renewal_audits": DEPARTMENT,
    "show_renewal_audit": DEPARTMENT,
    "register_issuer": DEPARTMENT,
    "state_recognition": DEPARTMENT,
    "withdraw_recognition": DEPARTMENT,
    "import_registry": DEPARTMENT,
    # department
    "add_recognition_rule": DEPARTMENT,
    "end_recognition_rule": DEPARTMENT,
    # alternative plans
    "agree_to_plan": EDUCATOR,
    "list_plans": PLANNING,
    "begin_plan": PLANNING,
    "show_plan": PLANNING,
    "save_plan_section": PLANNING,
    "comment_on_plan": PLANNING,
    "publish_plan": PLANNING,
    "hide_plan": PLANNING,
    "show_plan_decision": PLANNING,
    "rename_plan": PLANNING,
    "settle_plan_comment": PLANNING,
    "settle_plan_text": PLANNING,
    "show_closed_days": PLANNING,
    "keep_closed_days": PLANNING,
    "show_plan_year_report": PLANNING,
    "show_plan_outcomes": STAFFING,
    "report_plan_figure": STAFFING,
    "correct_plan_figure": STAFFING,
    "import_plan_figures": STAFFING,
    "show_plan_year": STAFFING,
    "save_plan_year": STAFFING,
    "send_plan_year": STAFFING,
    "submit_plan": STAFFING,
    "take_plan_back": STAFFING,
    "amend_plan": STAFFING,
    "answer_plan_question": STAFFING,
    "preview_plan": STAFFING,
    "start_plan": STAFFING,
    "end_plan": STAFFING,
    "list_plan_members": STAFFING,
    "cover_person": STAFFING,
    "release_person": STAFFING,
    "list_plan_reviews": DEPARTMENT,
    "show_plan_review": DEPARTMENT,
    "assign_plan_reviewers": DEPARTMENT,
    "mark_plan_element": DEPARTMENT,
    "ask_plan_question": DEPARTMENT,
    "complete_plan_review": DEPARTMENT,
    "comment_on_plan_review": DEPARTMENT,
    "compare_plan_measures": DEPARTMENT,
    # administrator
    "issue_credential": ADMINISTRATOR,
    "change_credential_status": ADMINISTRATOR,
    # oversight
    "list_audit_events": OVERSIGHT,
    "revoke_award": OVERSIGHT,
    "suspend_award": OVERSIGHT,
    "reinstate_award": OVERSIGHT,
    # authors and administrators of the issuer
    "list_award_files": AUTHOR,
    "read_award_file": AUTHOR,
    "show_award_file": AUTHOR,
    "list_award_file_rows": AUTHOR,
    "approve_award_file": ADMINISTRATOR,
    "cancel_award_file": AUTHOR,
}


class Door(HttpAuthBase):
    """Admits whom the table names for one operation; knows people by their access token."""

    openapi_scheme = "bearer"
    openapi_description = "An access token, made on the account page."

    def __init__(self, operation: str) -> None:
        super().__init__()
        self.operation = operation

    def __call__(self, request: HttpRequest) -> Any:
        access = API_ACCESS.get(self.operation)
        if access is None:
            raise HttpError(404, "There is no such operation.")
        actor = token_holder(request)
        request.actor = actor  # type: ignore[attr-defined]  # read by the operations
        if access.public:
            return True
        if not actor.is_signed_in:
            return None
        if not access.admits(actor):
            raise HttpError(403, "Your roles do not include one that may do this.")
        if owes_second_factor(actor):
            raise HttpError(403, "Set up a second factor for your account first.")
        return actor


def token_holder(request: HttpRequest) -> Actor:
    """The person whose access token came with the request, or nobody."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return NOBODY
    return people.actor_with_token(token.strip(), now=ports().clock.now()) or NOBODY
