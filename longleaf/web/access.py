"""Who may open what: every page's and operation's name, and the roles it is for.

A URL that is not named here is refused, whoever asks; a test walks all of them. What a role may
do to one record is decided by `longleaf.domain.organization.permission`, in the verbs; records
out of reach are not found by the queries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from longleaf.domain.organization.actor import NOBODY, Actor, RoleKind
from longleaf.gateways.wiring import ports
from longleaf.records.queries import organization as people


@dataclass(frozen=True, slots=True)
class Access:
    """Whom a page is for: everyone, whoever is signed in, or holders of one of `roles`."""

    public: bool = False
    roles: frozenset[RoleKind] = frozenset()


EVERYONE = Access(public=True)
SIGNED_IN = Access()
EDUCATOR = Access(roles=frozenset({RoleKind.EDUCATOR}))
REVIEWER = Access(roles=frozenset({RoleKind.REVIEWER}))
AUTHOR = Access(roles=frozenset({RoleKind.AUTHOR, RoleKind.ADMINISTRATOR}))
COORDINATOR = Access(roles=frozenset({RoleKind.COORDINATOR}))
STAFFING = Access(roles=frozenset({RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR}))
DEPARTMENT = Access(roles=frozenset({RoleKind.DEPARTMENT_STAFF}))
ADMINISTRATOR = Access(roles=frozenset({RoleKind.ADMINISTRATOR}))
OVERSIGHT = Access(roles=frozenset({RoleKind.ADMINISTRATOR, RoleKind.DEPARTMENT_STAFF}))

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
    "glossary_term": EVERYONE,
    "policies": EVERYONE,
    "policy": EVERYONE,
    "badge": EVERYONE,  # shows only what its educator published; others do not find it
    "badge_document": EVERYONE,
    "check_badge": EVERYONE,
    "status_list": EVERYONE,
    "accessibility": EVERYONE,
    "privacy": EVERYONE,
    "about_api": EVERYONE,
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
    "inbox": SIGNED_IN,
    "notice": SIGNED_IN,
    # educator
    "today": SIGNED_IN,
    "standing": EDUCATOR,
    "standing_license": EDUCATOR,
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
    "artifact_add": EDUCATOR,
    "artifact_edit": EDUCATOR,
    "artifact_remove": EDUCATOR,
    "artifact_uploads": EDUCATOR,
    "artifact_upload": EDUCATOR,
    "artifact_file": SIGNED_IN,  # its owner, and who reviews it
    "my_badges": EDUCATOR,
    "my_badge": EDUCATOR,
    "my_badge_publish": EDUCATOR,
    "my_badge_evidence": EDUCATOR,
    # reviewer
    "reviews": REVIEWER,
    "review": REVIEWER,
    "review_save": REVIEWER,
    "review_finish": REVIEWER,
    "review_release": REVIEWER,
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
    "coordinator_people": COORDINATOR,
    "coordinator_person": COORDINATOR,
    "coordinator_license": COORDINATOR,
    "coordinator_rating": COORDINATOR,
    "coordinator_activity_new": COORDINATOR,
    "coordinator_approvals": COORDINATOR,
    "coordinator_approval": COORDINATOR,
    "coordinator_approvals_bulk": COORDINATOR,
    "coordinator_reviews": COORDINATOR,
    "coordinator_reassign": COORDINATOR,
    "coordinator_correct": COORDINATOR,
    "coordinator_exports": COORDINATOR,
    "coordinator_export": COORDINATOR,
    "staffing": STAFFING,
    "staffing_invite": STAFFING,
    "staffing_invitation_withdraw": STAFFING,
    "staffing_role_end": STAFFING,
    "staffing_supervision": STAFFING,
    "staffing_schools": STAFFING,
    "roster": STAFFING,
    "roster_import": STAFFING,
    # department and administrators
    "department": DEPARTMENT,
    "department_organizations": DEPARTMENT,
    "department_state": DEPARTMENT,
    "department_invite": DEPARTMENT,
    "awards": OVERSIGHT,
    "award": OVERSIGHT,
    "award_suspend": OVERSIGHT,
    "award_reinstate": OVERSIGHT,
    "award_revoke": OVERSIGHT,
    "audit_trail": OVERSIGHT,
    "keys": ADMINISTRATOR,
    "key_rotate": ADMINISTRATOR,
    "operator": ADMINISTRATOR,
    "job": SIGNED_IN,
}

SECOND_FACTOR_FOR = frozenset({RoleKind.DEPARTMENT_STAFF})
# Where someone who still owes a second factor may go: to set one up, or to leave.
WITHOUT_SECOND_FACTOR = frozenset(
    name for name in ACCESS if name.startswith(("account", "mfa_"))
) | {name for name, access in ACCESS.items() if access.public}


class ActingRequest(HttpRequest):
    """A request whose actor is known."""

    actor: Actor


class AccessMiddleware:
    """Finds out who acts, and lets them through only to what the table names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = self.actor_of(request)  # type: ignore[attr-defined]  # see ActingRequest
        timezone.activate(request.actor.time_zone)  # type: ignore[attr-defined]  # as above
        return self.get_response(request)

    def process_view(
        self, request: ActingRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        access = ACCESS.get(name)
        if access is None:
            raise Http404
        if access.public:
            return None
        if not request.actor.is_signed_in:
            return self.ask_who(request)
        if access.roles and not request.actor.holds(access.roles):
            return self.refuse(request, access)
        return self.ask_second_factor(request, name)

    @staticmethod
    def actor_of(request: HttpRequest) -> Actor:
        on = ports().clock.now().date()
        if request.path.startswith("/api/"):
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            known = people.actor_with_token(token.strip(), now=ports().clock.now())
            return known if scheme.lower() == "bearer" and known else NOBODY
        if not request.user.is_authenticated:
            return NOBODY
        return people.actor(request.user.pk, on=on)

    @staticmethod
    def ask_who(request: ActingRequest) -> HttpResponse:
        if is_for_programs(request):
            return problem(401, "Sign in first: send an access token as a bearer token.")
        return redirect(
            f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
        )

    @staticmethod
    def refuse(request: ActingRequest, access: Access) -> HttpResponse:
        if is_for_programs(request):
            return problem(403, "Your roles do not include one that may do this.")
        return render(request, "refused.html", {"roles": sorted(access.roles)}, status=403)

    @staticmethod
    def ask_second_factor(request: ActingRequest, name: str) -> HttpResponse | None:
        owes = request.actor.holds(SECOND_FACTOR_FOR) and not request.actor.second_factor
        if not owes or name in WITHOUT_SECOND_FACTOR:
            return None
        if is_for_programs(request):
            return problem(403, "Set up a second factor for your account first.")
        return redirect("mfa_activate_totp")


def is_for_programs(request: HttpRequest) -> bool:
    """Whether the asker is a program, which wants JSON rather than a page."""
    return request.path.startswith("/api/")


def problem(status: int, message: str) -> JsonResponse:
    """An error as the REST API words it everywhere."""
    return JsonResponse({"message": message, "problems": []}, status=status)
