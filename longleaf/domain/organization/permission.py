"""Who may do what: one table, and whatever it does not name is refused."""

from dataclasses import dataclass
from uuid import UUID

from longleaf.domain.organization.actor import Actor, RoleKind

EDUCATOR = RoleKind.EDUCATOR
REVIEWER = RoleKind.REVIEWER
AUTHOR = RoleKind.AUTHOR
COORDINATOR = RoleKind.COORDINATOR
DEPARTMENT_STAFF = RoleKind.DEPARTMENT_STAFF
ADMINISTRATOR = RoleKind.ADMINISTRATOR


class NotPermittedError(PermissionError):
    """The actor may not do this; what it would have touched is not said."""


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may do one thing.

    Attributes:
        owner: Whether the one whom the record belongs to may.
        roles: Kinds of role that may, for the organizations they reach.
        agent: Whether the system's own jobs may.
    """

    owner: bool = False
    roles: frozenset[RoleKind] = frozenset()
    agent: bool = False


def _may(*roles: RoleKind, owner: bool = False, agent: bool = False) -> Permission:
    return Permission(owner=owner, roles=frozenset(roles), agent=agent)


PERMISSIONS: dict[str, Permission] = {
    # organization
    "load_pack": _may(agent=True),
    "appoint_administrator": _may(agent=True),
    "manage_organization": _may(ADMINISTRATOR, agent=True),
    "add_school": _may(COORDINATOR, ADMINISTRATOR),
    "invite_person": _may(COORDINATOR, ADMINISTRATOR, DEPARTMENT_STAFF),
    "end_role": _may(COORDINATOR, ADMINISTRATOR),
    "record_supervision": _may(COORDINATOR, ADMINISTRATOR),
    "import_roster": _may(COORDINATOR, ADMINISTRATOR),
    "view_people": _may(COORDINATOR, ADMINISTRATOR),
    "change_own_account": _may(owner=True),
    "open_notice": _may(owner=True),
    "mail_notice": _may(agent=True),
    # micro-credential
    "draft_microcredential": _may(AUTHOR, ADMINISTRATOR),
    "publish_microcredential": _may(AUTHOR, ADMINISTRATOR),
    "withdraw_microcredential": _may(AUTHOR, ADMINISTRATOR),
    # evidence
    "begin_submission": _may(EDUCATOR),
    "write_evidence": _may(owner=True),
    "submit_evidence": _may(owner=True),
    "withdraw_submission": _may(owner=True),
    "keep_artifact": _may(owner=True),
    "keep_consent": _may(owner=True),
    "settle_consents": _may(agent=True),
    "compare_texts": _may(agent=True),
    "keep_schedule": _may(ADMINISTRATOR),
    "place_hold": _may(ADMINISTRATOR),
    "carry_out_schedule": _may(agent=True),
    "view_destructions": _may(ADMINISTRATOR, DEPARTMENT_STAFF),
    "check_artifact": _may(agent=True),
    "sweep_files": _may(agent=True),
    # review
    "assign_review": _may(COORDINATOR, ADMINISTRATOR, agent=True),
    "write_review": _may(owner=True),
    "finish_review": _may(owner=True),
    "release_review": _may(COORDINATOR, ADMINISTRATOR, owner=True),
    "keep_review_program": _may(COORDINATOR, AUTHOR, ADMINISTRATOR),
    "check_completeness": _may(owner=True),
    "appeal_decision": _may(owner=True),
    "name_coach": _may(COORDINATOR, ADMINISTRATOR),
    "write_coaching_note": _may(owner=True),
    "open_attempt": _may(COORDINATOR, ADMINISTRATOR, owner=True),
    # award and badge
    "grant_award": _may(agent=True),
    "read_award_file": _may(AUTHOR, ADMINISTRATOR),
    "approve_award_file": _may(ADMINISTRATOR),
    "cancel_award_file": _may(AUTHOR, ADMINISTRATOR),
    "tell_awarded": _may(agent=True),
    "suspend_award": _may(ADMINISTRATOR, DEPARTMENT_STAFF),
    "reinstate_award": _may(ADMINISTRATOR, DEPARTMENT_STAFF),
    "revoke_award": _may(ADMINISTRATOR, DEPARTMENT_STAFF),
    "publish_badge": _may(owner=True),
    "choose_shown_evidence": _may(owner=True),
    "show_badge_part": _may(owner=True),
    "make_learner_record": _may(owner=True),
    "connect_wallet": _may(owner=True),
    "sweep_wallets": _may(agent=True),
    "bring_badge": _may(owner=True),
    "recheck_badge": _may(owner=True, agent=True),
    "sweep_backpacks": _may(agent=True),
    "issue_credential": _may(ADMINISTRATOR),
    "end_credential": _may(ADMINISTRATOR),
    "manage_signing_key": _may(ADMINISTRATOR, agent=True),
    "sign_status_list": _may(agent=True),
    # credit and renewal
    "record_activity": _may(COORDINATOR, owner=True),
    "withdraw_activity": _may(owner=True),
    "decide_activity": _may(COORDINATOR),
    "correct_credit": _may(COORDINATOR),
    "propose_credit": _may(agent=True),
    "decide_proposal": _may(COORDINATOR, agent=True),
    "keep_recognition_rules": _may(DEPARTMENT_STAFF),
    "record_license": _may(COORDINATOR, owner=True),
    "record_employment": _may(COORDINATOR),
    "record_rating": _may(COORDINATOR),
    "view_standing": _may(COORDINATOR, owner=True),
    "keep_decision": _may(COORDINATOR, DEPARTMENT_STAFF, owner=True),
    "export_records": _may(COORDINATOR, owner=True),
    "refresh_standing": _may(COORDINATOR, owner=True, agent=True),
    # the rules themselves: drafts that never take effect, and audits drawn by lot
    "draft_policy": _may(DEPARTMENT_STAFF),
    "simulate_policy": _may(DEPARTMENT_STAFF),
    "cite_policy_draft": _may(DEPARTMENT_STAFF),
    "draw_audit": _may(DEPARTMENT_STAFF),
    "follow_audit": _may(DEPARTMENT_STAFF),
    # plan
    "draft_plan": _may(COORDINATOR, ADMINISTRATOR),
    "submit_plan": _may(COORDINATOR, ADMINISTRATOR),
    "answer_plan_question": _may(COORDINATOR, ADMINISTRATOR),
    "start_plan": _may(COORDINATOR, ADMINISTRATOR),
    "cover_person": _may(COORDINATOR, ADMINISTRATOR, agent=True),
    "consent_to_plan": _may(owner=True),
    "publish_plan": _may(COORDINATOR, ADMINISTRATOR),
    "report_plan_outcome": _may(COORDINATOR, ADMINISTRATOR),
    "remind_of_plan_reports": _may(agent=True),
    "review_plan": _may(DEPARTMENT_STAFF),
    "offer_plan_template": _may(DEPARTMENT_STAFF),
    # the synthesized report
    "write_report": _may(DEPARTMENT_STAFF),
    # the common language
    "record_usage": _may(COORDINATOR, AUTHOR, ADMINISTRATOR, DEPARTMENT_STAFF),
    "propose_term": _may(COORDINATOR, AUTHOR, ADMINISTRATOR, DEPARTMENT_STAFF),
    "name_locally": _may(COORDINATOR, ADMINISTRATOR),
    "keep_language": _may(DEPARTMENT_STAFF),
    "comment_on_term": _may(owner=True),
    "vote_on_term": _may(owner=True),
    "choose_dialect": _may(owner=True),
    # department and operator
    "view_audit_trail": _may(ADMINISTRATOR, DEPARTMENT_STAFF),
    "seal_audit_trail": _may(agent=True),
    "carry_out_job": _may(agent=True),
    "view_state_picture": _may(DEPARTMENT_STAFF),
    "keep_registry": _may(DEPARTMENT_STAFF),
    "import_registry": _may(DEPARTMENT_STAFF, agent=True),
}


def may(
    actor: Actor, verb: str, *, owner: UUID | None = None, organization: UUID | None = None
) -> bool:
    """Whether `actor` may do `verb` to a record of `owner` at `organization`.

    A verb that only an owner may do needs `owner`; one that roles may do needs `organization`:
    leave out neither where the record has it. A role that is not tied to an organization does
    not exist, so a missing organization is refused.
    """
    permission = PERMISSIONS.get(verb)
    if permission is None:
        return False
    if actor.agent:
        return permission.agent
    if permission.owner and owner is not None and owner == actor.person:
        return True
    return organization is not None and actor.holds(permission.roles, organization=organization)


def authorize(
    actor: Actor, verb: str, *, owner: UUID | None = None, organization: UUID | None = None
) -> None:
    """As `may`, but a refusal is raised.

    Raises:
        NotPermittedError: If the actor may not.
    """
    if not may(actor, verb, owner=owner, organization=organization):
        raise NotPermittedError(verb)


def person_acting(actor: Actor) -> UUID:
    """The person who acts, where only a person can.

    Raises:
        NotPermittedError: If nobody, or the system itself, acts.
    """
    if actor.person is None:
        raise NotPermittedError("sign_in")
    return actor.person
