"""Opening a site: its first administrator, and what an organization does there."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.organization import appoint_administrator, change_organization
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import Actor, system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import credit, microcredential
from longleaf.records.models import organization as rows
from longleaf.records.models.audit import AuditEvent
from tests.cycles import a_license
from tests.people import NOW, TODAY, Cast

SYSTEM = system("appoint_administrator")


def appoint(cast: Cast, by: Actor = SYSTEM, **changes: Any) -> rows.Person:
    given: dict[str, Any] = {
        "organization": cast.department.pk,
        "email": "Una@example.org",
        "name": "Una Grey",
        "on": TODAY,
        "now": NOW,
    }
    return rows.Person.objects.get(pk=appoint_administrator(by=by, **(given | changes)))


def change(cast: Cast, by: Actor = SYSTEM, **changes: Any) -> rows.Organization:
    change_organization(by=by, organization=cast.southfield.pk, on=TODAY, now=NOW, **changes)
    return rows.Organization.objects.get(pk=cast.southfield.pk)


def test_the_operator_appoints_an_administrator_who_has_no_password_yet(cast: Cast) -> None:
    una = appoint(cast)
    assert una.email == "una@example.org"
    assert not una.has_usable_password()
    [role] = una.roles.all()
    assert (role.kind, role.organization, role.ended_on) == (
        "administrator",
        cast.department,
        None,
    )
    assert AuditEvent.objects.get(verb="role.began").agent == "appoint_administrator"


def test_appointing_twice_gives_one_role(cast: Cast) -> None:
    assert appoint(cast) == appoint(cast)
    assert rows.Role.objects.filter(person__email="una@example.org").count() == 1
    assert AuditEvent.objects.filter(verb="role.began").count() == 1


def test_someone_with_an_account_keeps_their_password(cast: Cast) -> None:
    amina = appoint(cast, email="amina@example.org", name="Someone")
    assert amina == cast.amina
    assert amina.name == cast.amina.name
    assert amina.has_usable_password()


@pytest.mark.parametrize("who", ["ada", "dev", "chloe"])
def test_nobody_appoints_an_administrator_from_a_page(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermittedError):
        appoint(cast, by=cast.acting(getattr(cast, who)))


@pytest.mark.parametrize(
    ("changes", "where"),
    [({"email": "una"}, "email"), ({"name": "  "}, "name")],
)
def test_an_administrator_has_an_address_and_a_name(
    cast: Cast, changes: dict[str, Any], where: str
) -> None:
    with pytest.raises(ProblemsError) as refused:
        appoint(cast, **changes)
    assert [one.where for one in refused.value.problems] == [where]
    assert not rows.Person.objects.filter(name="Una Grey").exists()


def test_a_school_has_no_administrator_of_its_own(cast: Cast) -> None:
    with pytest.raises(ProblemsError, match="Choose its LEA"):
        appoint(cast, organization=cast.elementary.pk)


def test_one_command_lets_the_first_administrator_in(
    cast: Cast, client: Client, mailoutbox: list[Any]
) -> None:
    call_command("appoint_administrator", "una@example.org", "Una Grey")
    client.post("/account/password/reset/", {"email": "una@example.org"})
    [mail] = mailoutbox
    assert mail.to == ["una@example.org"]
    assert "/account/password/reset/key/" in mail.body


def test_an_organization_begins_to_issue_and_says_how_fast_it_answers(cast: Cast) -> None:
    rows.Organization.objects.update(issues_badges=False)
    southfield = change(cast, issues_badges=True, review_days=5)
    assert (southfield.issues_badges, southfield.review_days) == (True, 5)
    assert AuditEvent.objects.get(verb="organization.changed").details == {
        "issues_badges": True,
        "review_days": 5,
    }


def test_saying_the_same_twice_writes_one_event(cast: Cast) -> None:
    change(cast, review_days=5)
    change(cast, review_days=5)
    assert AuditEvent.objects.filter(verb="organization.changed").count() == 1


def test_local_rules_reach_the_standing_of_those_who_teach_there_at_once(cast: Cast) -> None:
    held = a_license(cast.ezra)
    change(cast, local_policy="rutherford")
    assert credit.StandingSummary.objects.filter(license=held).exists()


@pytest.mark.parametrize(
    "changes", [{"local_policy": "nowhere"}, {"review_days": 0}, {"review_days": 61}]
)
def test_what_cannot_be_is_refused_and_nothing_changes(cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(ProblemsError):
        change(cast, issues_badges=False, **changes)
    assert rows.Organization.objects.get(pk=cast.southfield.pk).issues_badges


@pytest.mark.parametrize("who", ["ada", "chloe", "eve"])
def test_only_an_administrator_of_it_changes_an_organization(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermittedError):
        change(cast, by=cast.acting(getattr(cast, who)), review_days=5)


def test_an_organization_that_is_not_there_is_not_changed(cast: Cast) -> None:
    with pytest.raises(NoSuchRecordError):
        change_organization(by=SYSTEM, organization=cast.amina.pk, on=TODAY, now=NOW)


def test_the_commands_name_what_is_wrong(cast: Cast) -> None:
    with pytest.raises(CommandError, match="no such organization"):
        call_command("change_organization", "nowhere")
    with pytest.raises(CommandError, match=r"Known: .*rutherford"):
        call_command("change_organization", cast.southfield.slug, local_policy="nowhere")
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("appoint_administrator", "una", "Una Grey")


def publish(cast: Cast, author: str, publisher: str) -> None:
    call_command(
        "publish_microcredentials",
        cast.northfield.slug,
        author=author,
        publisher=publisher,
        only=["explicit-phonics"],
    )


def test_ready_made_micro_credentials_are_published_by_two_authors(cast: Cast) -> None:
    call_command("load_pack", "north_carolina")
    publish(cast, "ash@example.org", "asa@example.org")
    version = microcredential.Version.objects.get(microcredential__slug="explicit-phonics")
    assert (version.drafted_by, version.published_by) == (cast.ash, cast.asa)


def test_one_author_alone_or_a_stranger_publishes_nothing(cast: Cast) -> None:
    call_command("load_pack", "north_carolina")
    for author, publisher in (("ash", "ash"), ("amina", "asa"), ("nobody", "asa")):
        with pytest.raises(CommandError):
            publish(cast, f"{author}@example.org", f"{publisher}@example.org")
    assert not microcredential.Version.objects.exists()
