"""Every page, walked as nobody, as the wrong role, and as the right role elsewhere.

A new address without a row in `web.access`, or without its arguments here, fails.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from longleaf.domain.organization.access import Access
from longleaf.domain.organization.actor import RoleKind
from longleaf.records.models import organization as people
from longleaf.web.access import ACCESS, NOT_OFFERED
from tests.house.world import INVITATION, World, make_world

# What of Northfield's each address names, for those that name anything.
ARGUMENTS: dict[str, Callable[[World], dict[str, Any]]] = {
    "microcredential": lambda w: {"slug": w.earlier.microcredential.slug},
    "microcredential_version": lambda w: {"slug": w.earlier.microcredential.slug, "number": 1},
    "microcredential_image": lambda w: {
        "slug": w.earlier.microcredential.slug,
        "number": 1,
        "form": "svg",
    },
    "framework": lambda w: {"slug": "none"},
    "framework_element": lambda w: {"slug": "none", "code": "I.a"},
    "organization": lambda w: {"slug": w.cast.northfield.slug},
    "glossary_file": lambda w: {"form": "csv"},
    "glossary_term": lambda w: {"key": "badge"},
    "glossary_term_file": lambda w: {"key": "badge", "form": "ttl"},
    **{
        name: lambda w: {"key": "badge"}
        for name in ("glossary_propose", "glossary_merge", "glossary_local")
    },
    "glossary_usage": lambda w: {"key": "badge", "usage": "u1"},
    **{
        name: lambda w: {"proposal": w.language.proposal}
        for name in (
            "glossary_proposal",
            "glossary_comment",
            "glossary_vote",
            "glossary_proposal_open",
            "glossary_proposal_decide",
            "glossary_proposal_withdraw",
        )
    },
    "glossary_answer": lambda w: {
        "proposal": w.language.proposal,
        "comment": w.language.comment,
    },
    **{
        name: lambda w: {"brought": w.language.brought}
        for name in ("glossary_import", "glossary_import_leave_out")
    },
    "glossary_import_settle": lambda w: {"brought": w.language.brought, "number": 1},
    "policy": lambda w: {"jurisdiction": "north_carolina"},
    "badge": lambda w: {"award": w.award.pk},
    "badge_document": lambda w: {"award": w.award.pk, "form": "json"},
    "hosted_assertion": lambda w: {"award": w.award.pk},
    "hosted_assertion_picture": lambda w: {"award": w.award.pk, "form": "svg"},
    "hosted_badge_class": lambda w: {"slug": w.earlier.microcredential.slug, "number": 1},
    "hosted_issuer": lambda w: {"slug": w.cast.northfield.slug},
    "status_list": lambda w: {"identifier": w.status_list},
    "issuer": lambda w: {"slug": w.cast.northfield.slug},
    "issuer_document": lambda w: {"slug": w.cast.northfield.slug},
    "recognized_issuer": lambda w: {"issuer": w.issuer},
    **{
        name: lambda w: {"issuer": w.issuer}
        for name in ("department_issuer", "department_issuer_edit", "department_issuer_statement")
    },
    "department_issuer_withdraw": lambda w: {"issuer": w.issuer, "number": 1},
    "department_registry_edition": lambda w: {"edition": w.edition.pk},
    "department_registry_withdraw": lambda w: {"registry": w.edition.registry_id},
    **{
        name: lambda w: {"file": w.award_file}
        for name in ("award_file", "award_file_cancel", "award_file_results")
    },
    "award_file_template": lambda w: {"version": w.earlier.pk},
    "invitation": lambda w: {"token": INVITATION},
    "account_reset_password_from_key": lambda w: {"uidb36": "1", "key": "set-password"},
    "account_token_withdraw": lambda w: {"token": w.token.pk},
    "notice": lambda w: {"notice": w.notice.pk},
    "wallet_disconnect": lambda w: {"connection": w.wallet.pk},
    "standing_license": lambda w: {"license": w.license.pk},
    "license_edit": lambda w: {"license": w.license.pk},
    "standing_pack": lambda w: {"license": w.license.pk},
    **{
        name: lambda w: {"decision": w.decision}
        for name in ("decision_pack", "department_decision", "department_decision_pack")
    },
    **{
        name: lambda w: {"person": w.cast.amina.pk, "license": w.license.pk}
        for name in ("coordinator_employment", "coordinator_decisions")
    },
    "activity": lambda w: {"activity": w.activity.pk},
    "activity_withdraw": lambda w: {"activity": w.activity.pk},
    "submission_begin": lambda w: {"slug": "unfinished"},
    **{
        name: lambda w: {"submission": w.draft.pk}
        for name in (
            "submission",
            "submission_save",
            "submission_check",
            "submission_submit",
            "submission_withdraw",
            "submission_feedback",
        )
    },
    "submission_part": lambda w: {"submission": w.draft.pk, "part": w.use.part},
    "artifact_add": lambda w: {
        "submission": w.draft.pk,
        "part": w.use.part,
        "asked": w.use.request,
    },
    "artifact_uploads": lambda w: {
        "submission": w.draft.pk,
        "part": w.use.part,
        "asked": w.use.request,
    },
    "artifact_edit": lambda w: {"submission": w.draft.pk, "use": w.use.pk},
    "artifact_remove": lambda w: {"submission": w.draft.pk, "use": w.use.pk},
    "artifact_marks": lambda w: {"submission": w.draft.pk, "use": w.use.pk},
    "artifact_mark_remove": lambda w: {
        "submission": w.draft.pk,
        "use": w.use.pk,
        "mark": w.mark.pk,
    },
    "artifact_upload": lambda w: {"upload": w.upload.pk},
    "artifact_file": lambda w: {"artifact": w.use.artifact_id},
    **{
        name: lambda w: {"award": w.award.pk}
        for name in (
            "my_badge",
            "my_badge_publish",
            "my_badge_evidence",
            "my_badge_part",
            "award",
            "award_suspend",
            "award_reinstate",
            "award_revoke",
        )
    },
    **{
        name: lambda w: {"review": w.review.pk}
        for name in ("review", "review_save", "review_finish", "review_release")
    },
    **{
        name: lambda w: {"version": w.version.pk}
        for name in (
            "authoring_version",
            "authoring_save",
            "authoring_preview",
            "authoring_propose",
            "authoring_publish",
            "authoring_return",
            "authoring_withdraw",
        )
    },
    "authoring_compare": lambda w: {"version": w.version.pk},
    "authoring_next_version": lambda w: {"version": w.earlier.pk},
    **{
        name: lambda w: {"badge": w.brought.pk}
        for name in (
            "backpack_badge",
            "backpack_keep",
            "backpack_check",
            "backpack_remove",
            "backpack_file",
        )
    },
    "coordinator_proposal": lambda w: {"proposal": w.proposal},
    **{
        name: lambda w: {"draft": w.policy_draft}
        for name in (
            "policy_draft",
            "policy_draft_fields",
            "policy_draft_text",
            "policy_draft_from",
        )
    },
    **{
        name: lambda w: {"draft": w.policy_draft, "number": 1}
        for name in (
            "policy_draft_version",
            "policy_draft_simulate",
            "policy_draft_cite",
            "policy_draft_figures",
        )
    },
    "policy_draft_chart": lambda w: {"draft": w.policy_draft, "number": 1, "by": "kind"},
    "renewal_audit": lambda w: {"audit": w.audit},
    **{
        name: lambda w: {"case": w.audit_case}
        for name in ("audit_case", "audit_case_ask", "audit_case_conclude")
    },
    "recognition_rule": lambda w: {"rule": w.recognition},
    "recognition_rule_end": lambda w: {"rule": w.recognition},
    "coordinator_activity_new": lambda w: {"person": w.cast.amina.pk},
    "coordinator_license": lambda w: {"person": w.cast.amina.pk},
    "coordinator_rating": lambda w: {"person": w.cast.amina.pk},
    "coordinator_export": lambda w: {"kind": "people"},
    "coordinator_coach": lambda w: {"submission": w.gates.submission},
    "review_program": lambda w: {"organization": w.cast.northfield.pk},
    "review_program_own": lambda w: {
        "organization": w.cast.northfield.pk,
        "microcredential": w.gates.microcredential,
    },
    "completeness_check": lambda w: {"check": w.gates.check},
    "coaching": lambda w: {"coaching": w.gates.coaching},
    "coaching_open": lambda w: {"coaching": w.gates.coaching},
    "submission_appeal": lambda w: {"submission": w.gates.submission},
    "submission_appeal_back": lambda w: {"submission": w.gates.submission},
    "coordinator_reassign": lambda w: {"attempt": w.review.attempt_id, "seat": 1},
    "coordinator_person": lambda w: {"person": w.cast.amina.pk},
    "coordinator_approval": lambda w: {"activity": w.activity.pk},
    "coordinator_correct": lambda w: {"person": w.cast.amina.pk, "entry": w.entry.pk},
    "staffing_invitation_resend": lambda w: {"invitation": w.invitation.pk},
    "staffing_invitation_withdraw": lambda w: {"invitation": w.invitation.pk},
    "staffing_role_end": lambda w: {"role": w.role.pk},
    "roster_import": lambda w: {"roster": w.roster.pk},
    "key_rotate": lambda w: {"organization": w.cast.northfield.pk},
    "key_method": lambda w: {"organization": w.cast.northfield.pk},
    "key_distrust": lambda w: {"key": w.key},
    "key_sign_anew": lambda w: {"key": w.key},
    "job": lambda w: {"job": w.job.pk},
    **{
        name: lambda w: {"plan": w.plan.plan}
        for name in (
            "plan",
            "plan_picture",
            "my_plan",
            "my_plan_consent",
            "planning_plan",
            "planning_rename",
            "planning_map",
            "planning_picture",
            "planning_versions",
            "planning_submit",
            "planning_withdraw",
            "planning_amend",
            "planning_questions",
            "planning_coverage",
            "planning_cover",
            "planning_release",
            "planning_preview",
            "planning_start",
            "planning_end",
            "planning_publish",
            "planning_hide",
            "planning_outcomes",
            "planning_figure",
            "planning_figures_file",
        )
    },
    **{
        name: lambda w: {"plan": w.plan.plan, "section": "connection"}
        for name in ("planning_section", "planning_save", "planning_comment")
    },
    "planning_document": lambda w: {"plan": w.plan.plan, "form": "pdf"},
    "planning_measure_chart": lambda w: {"plan": w.plan.plan, "measure": "m1"},
    "planning_year": lambda w: {"plan": w.plan.plan, "first": w.plan.first},
    "planning_figure_correct": lambda w: {"line": w.plan.line},
    "plan_year_report": lambda w: {"report": w.plan.report},
    "plan_year_document": lambda w: {"report": w.plan.report, "form": "pdf"},
    "planning_settle": lambda w: {"text": w.plan.text},
    "planning_comment_settle": lambda w: {"comment": w.plan.comment},
    "planning_answer": lambda w: {"plan": w.plan.plan, "question": w.plan.question},
    "plan_decision": lambda w: {"review": w.plan.decision},
    **{
        name: lambda w: {"review": w.plan.review}
        for name in (
            "plan_review",
            "plan_review_assign",
            "plan_review_mark",
            "plan_review_ask",
            "plan_review_comment",
            "plan_review_complete",
            "plan_review_picture",
        )
    },
}
# Public addresses whose record is private all the same.
PRIVATE_THOUGH_PUBLIC = {
    "badge",
    "badge_document",
    "hosted_assertion",
    "hosted_assertion_picture",
}
# These name a kind of thing and no record: whoever asks gets their own. A concept of the common
# language is everybody's, and whoever is signed in may comment on what is proposed for it; its
# group votes from every LEA.
NAMES_A_KIND = {
    "coordinator_export",
    "glossary_comment",
    "glossary_local",
    "glossary_merge",
    "glossary_propose",
    "glossary_vote",
}
REFUSALS = {404, 405}


def patterns(found: Any = None) -> Iterator[URLPattern]:
    for one in found or get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            if one.namespace not in {"api", "ob"}:
                yield from patterns(one.url_patterns)
        else:
            yield one


NAMES = sorted({str(pattern.name) for pattern in patterns()})
PAGES = [name for name in NAMES if name in ACCESS]
TAKING = [
    name
    for name in PAGES
    if any(p.pattern.regex.groupindex for p in patterns() if p.name == name)
    if not name.startswith(("account_reset", "mfa_"))
]


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once: whoever is refused changes nothing."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield make_world()
            transaction.set_rollback(True)
        connection.close()


def address(name: str, world: World) -> str:
    return reverse(name, kwargs=ARGUMENTS[name](world) if name in ARGUMENTS else {})


def sign_in(client: Client, person: people.Person) -> Client:
    """Signed in, with a second factor, so that only the role and the place are in question."""
    Authenticator.objects.get_or_create(
        user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "JBSWY3DPEHPK3PXP"}}
    )
    client.force_login(person)
    return client


def answers(client: Client, path: str) -> set[int]:
    """The statuses of reading, writing and removing at an address."""
    tus = {"Tus-Resumable": "1.0.0"}  # the upload protocol's version; other pages ignore it
    ask = (client.get, client.post, client.patch, client.delete)
    return {one(path, headers=tus).status_code for one in ask}


def holder_of_none(access: Access, world: World) -> people.Person:
    """Someone of Northfield who holds none of the roles a page is for."""
    cast = world.cast
    for person in (cast.amina, cast.chloe, cast.bo, cast.ash, cast.ada, cast.dev):
        held = set(people.Role.objects.filter(person=person).values_list("kind", flat=True))
        if not held & access.roles:
            return person
    raise AssertionError


def test_addresses_of_one_name_are_of_one_page() -> None:
    pages: dict[str, set[object]] = {}
    for one in patterns():
        pages.setdefault(str(one.name), set()).add(one.callback)
    assert [name for name, found in pages.items() if len(found) > 1 and name in ACCESS] == []


def test_every_address_has_a_row_in_the_table_and_every_row_an_address() -> None:
    assert set(NAMES) - set(ACCESS) == NOT_OFFERED
    assert set(ACCESS) - set(NAMES) == set()


@pytest.mark.parametrize("name", sorted(NOT_OFFERED))
def test_what_is_not_offered_is_not_found(world: World, client: Client, name: str) -> None:
    path = reverse(name, kwargs={"key": "a"} if name == "account_confirm_email" else {})
    assert answers(client, path) == {404}


def test_every_address_that_names_a_record_is_walked() -> None:
    assert [name for name in TAKING if name not in ARGUMENTS] == []


@pytest.mark.parametrize("name", [n for n in PAGES if not ACCESS[n].public])
def test_nobody_is_asked_to_sign_in(world: World, client: Client, name: str) -> None:
    path = address(name, world)
    for response in (client.get(path), client.post(path, {})):
        assert response.status_code == 302
        assert response["Location"].startswith("/account/login/")


@pytest.mark.parametrize("name", [n for n in PAGES if ACCESS[n].roles])
def test_the_wrong_role_is_refused(world: World, client: Client, name: str) -> None:
    sign_in(client, holder_of_none(ACCESS[name], world))
    assert answers(client, address(name, world)) == {403}


@pytest.mark.parametrize(
    "name",
    [
        n
        for n in TAKING
        if (not ACCESS[n].public or n in PRIVATE_THOUGH_PUBLIC) and n not in NAMES_A_KIND
    ],
)
def test_the_right_role_elsewhere_finds_nothing(world: World, client: Client, name: str) -> None:
    path = address(name, world)
    roles = ACCESS[name].roles or set(RoleKind)
    for role in sorted(roles):
        found = answers(sign_in(client, world.elsewhere[role]), path)
        assert found <= REFUSALS, (role, found)
        assert 404 in found, (role, found)


@pytest.mark.parametrize(
    "name", [n for n in PAGES if ACCESS[n].roles and (n not in TAKING or n in NAMES_A_KIND)]
)
def test_the_right_role_elsewhere_reads_nothing_of_northfield_s(
    world: World, client: Client, name: str
) -> None:
    path = address(name, world)
    for role in sorted(ACCESS[name].roles):
        response = sign_in(client, world.elsewhere[role]).get(path, follow=True)
        text = b"".join(response).decode(errors="replace")
        for secret in ("Amina", "LL-DRAFT9", "Secret plans", "Chloe", "new@example.org"):
            assert secret not in text, (role, secret)


def test_staff_of_the_department_without_a_second_factor_are_sent_to_set_one_up(
    world: World, client: Client
) -> None:
    Authenticator.objects.filter(user=world.cast.dev).delete()
    client.force_login(world.cast.dev)
    response = client.get(reverse("department"))
    assert (response.status_code, response["Location"]) == (302, reverse("mfa_activate_totp"))
