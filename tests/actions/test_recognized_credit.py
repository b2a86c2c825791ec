"""Credit for badges from elsewhere: proposed under a rule, entered once, taken back with notice."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from longleaf.actions.backpack import remove_badge
from longleaf.actions.credit import correct_credit
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.recognition_rule import add_recognition_rule, end_recognition_rule
from longleaf.actions.recognized_credit import approve_proposal, decline_proposal
from longleaf.basis.problem import ProblemsError
from longleaf.credential.ports import Recognition, Standing
from longleaf.domain.organization.actor import NOBODY, RoleKind
from longleaf.records.models import audit, notice
from longleaf.records.models import backpack as rows
from longleaf.records.models import credit as credits
from longleaf.records.models import organization as people
from longleaf.records.queries.renewal import own_standings
from tests.brought import (
    EARNED,
    FRAMEWORK,
    INDEX,
    Published,
    a_badge,
    a_kept_badge,
    a_rule,
    bring,
    check_again,
    rule_said,
)
from tests.cycles import a_license
from tests.people import NOW, TODAY, Cast, organization, person


def events(verb: str) -> int:
    return audit.AuditEvent.objects.filter(verb=verb).count()


def told(person: people.Person, kind: str) -> int:
    return notice.Notice.objects.filter(person=person, kind=f"backpack.{kind}").count()


def counted(person: people.Person) -> str:
    return credits.StandingSummary.objects.get(license__person=person).counted


def states() -> list[str]:
    return list(
        rows.CreditProposal.objects.order_by("made_at", "pk").values_list("state", flat=True)
    )


def entries() -> list[tuple[str, str]]:
    return list(credits.CreditEntry.objects.order_by("pk").values_list("kind", "credit"))


@pytest.fixture(autouse=True)
def amina_s_license(cast: Cast) -> None:
    a_license(cast.amina)


# Proposed and entered


def test_a_rule_that_decides_itself_enters_credit_at_once(cast: Cast, tmp_path: Path) -> None:
    a_rule(cast)
    a_kept_badge(cast, tmp_path)
    assert states() == ["approved"]
    line = credits.CreditEntry.objects.get()
    assert (line.kind, line.credit, line.categories) == ("imported", "1.5", ["literacy"])
    assert (line.earned_on, line.posted_by) == (date(2025, 10, 1), None)
    assert counted(cast.amina) == "1.5"
    assert told(cast.amina, "credit_approved") == 1
    assert (events("proposal.made"), events("proposal.approved"), events("credit.entered")) == (
        1,
        1,
        1,
    )


def test_otherwise_it_waits_for_the_coordinator(cast: Cast, tmp_path: Path) -> None:
    a_rule(cast, is_automatic=False)
    a_kept_badge(cast, tmp_path)
    assert states() == ["waiting"]
    assert entries() == []
    assert told(cast.amina, "credit_proposed") == 1


def test_a_badge_that_names_nobody_always_waits(cast: Cast, tmp_path: Path) -> None:
    a_rule(cast)
    a_kept_badge(cast, tmp_path, a_badge(email=None))
    assert states() == ["waiting"]


def test_a_badge_that_was_only_looked_at_is_not_proposed(cast: Cast, tmp_path: Path) -> None:
    a_rule(cast)
    bring(cast.acting(cast.amina), a_badge(), tmp_path)
    assert states() == []


@pytest.mark.parametrize(
    "rule",
    [
        {"achievement": "https://learning.example/achievements/other"},
        {"issuer": "did:key:z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP"},
        {"began_on": date(2025, 10, 2)},
        {"ended_on": date(2025, 9, 30)},
        {"kinds": ("administrator",)},
        {"achievement": "", "alignment": "https://standards.example/other"},
        # Anybody can write an alignment into a badge: without an issuer, it must be recognized.
        {"issuer": "", "achievement": "", "alignment": FRAMEWORK},
    ],
)
def test_a_badge_that_does_not_fit_is_not_proposed(
    cast: Cast, tmp_path: Path, rule: dict[str, object]
) -> None:
    a_rule(cast, **rule)
    a_kept_badge(cast, tmp_path)
    assert states() == []


@pytest.mark.parametrize(
    "rule",
    [
        {"began_on": date(2025, 10, 1)},
        {"ended_on": date(2025, 10, 1)},
        {"kinds": ()},
        {"achievement": "", "alignment": FRAMEWORK},
        {"achievement": "", "alignment": "R.1"},
    ],
)
def test_a_badge_that_fits_is_proposed(cast: Cast, tmp_path: Path, rule: dict[str, object]) -> None:
    a_rule(cast, **rule)
    a_kept_badge(cast, tmp_path)
    assert states() == ["approved"]


def test_of_several_rules_the_one_that_gives_most_holds(cast: Cast, tmp_path: Path) -> None:
    a_rule(cast, title="Ten hours", quantity="10")
    a_rule(cast, title="Two credits", quantity="2", unit="credit")
    a_kept_badge(cast, tmp_path)
    assert entries() == [("imported", "2")]


def test_somebody_without_such_a_license_gets_nothing(cast: Cast, tmp_path: Path) -> None:
    a_rule(cast)
    a_kept_badge(cast, tmp_path, a_badge(email="ben@example.org"), person=cast.ben)
    assert states() == []


def test_a_rule_made_later_is_applied_when_the_badge_is_checked_next(
    cast: Cast, tmp_path: Path
) -> None:
    held = a_kept_badge(cast, tmp_path)
    a_rule(cast)
    check_again(held, tmp_path)
    check_again(held, tmp_path)
    assert entries() == [("imported", "1.5")]


def test_a_badge_gives_credit_to_one_person_alone(cast: Cast, tmp_path: Path) -> None:
    a_license(cast.ben)
    a_rule(cast)
    for who in (cast.ben, cast.amina):
        a_kept_badge(cast, tmp_path, a_badge(email=None), person=who)
    assert states() == ["waiting"]
    assert rows.CreditProposal.objects.get().badge.owner == cast.ben


def test_a_newer_copy_keeps_the_credit(cast: Cast, tmp_path: Path) -> None:
    a_rule(cast)
    a_kept_badge(cast, tmp_path)
    newer = a_badge(signed_at=EARNED + timedelta(days=3))
    brought = bring(cast.acting(cast.amina), newer, tmp_path)
    assert brought.has_replaced
    assert entries() == [("imported", "1.5")]
    assert rows.CreditProposal.objects.get().badge_id == brought.badge


def test_a_newer_copy_that_is_about_something_else_loses_it(cast: Cast, tmp_path: Path) -> None:
    a_rule(cast)
    a_kept_badge(cast, tmp_path)
    other = a_badge(achievement="https://learning.example/achievements/other")
    assert bring(cast.acting(cast.amina), other, tmp_path).has_replaced
    assert entries() == [("imported", "1.5"), ("reversal", "1.5")]


# Decided by the coordinator


@pytest.fixture
def waiting(cast: Cast, tmp_path: Path) -> UUID:
    a_rule(cast, is_automatic=False)
    a_kept_badge(cast, tmp_path)
    return rows.CreditProposal.objects.get().pk


def test_the_coordinator_s_approval_enters_one_line(cast: Cast, waiting: UUID) -> None:
    approve_proposal(by=cast.acting(cast.chloe), proposal=waiting, now=NOW)
    line = credits.CreditEntry.objects.get()
    assert (line.credit, line.posted_by) == ("1.5", cast.chloe)
    assert counted(cast.amina) == "1.5"
    assert told(cast.amina, "credit_approved") == 1
    with pytest.raises(AlreadyDoneError):
        approve_proposal(by=cast.acting(cast.chloe), proposal=waiting, now=NOW)
    assert entries() == [("imported", "1.5")]


def test_declining_needs_a_reason_and_is_final_for_that_rule(
    cast: Cast, tmp_path: Path, waiting: UUID
) -> None:
    by = cast.acting(cast.chloe)
    with pytest.raises(ProblemsError):
        decline_proposal(by=by, proposal=waiting, reason=" ", now=NOW)
    decline_proposal(by=by, proposal=waiting, reason="Counted already.", now=NOW)
    assert told(cast.amina, "credit_declined") == 1
    with pytest.raises(AlreadyDoneError):
        approve_proposal(by=by, proposal=waiting, now=NOW)
    check_again(rows.BackpackBadge.objects.get(), tmp_path)
    assert states() == ["declined"]


def test_nobody_else_decides(cast: Cast, waiting: UUID) -> None:
    for who in (cast.amina, cast.ben, cast.eve, cast.ada, cast.dev):
        with pytest.raises(NoSuchRecordError):
            approve_proposal(by=cast.acting(who), proposal=waiting, now=NOW)
        with pytest.raises(NoSuchRecordError):
            decline_proposal(by=cast.acting(who), proposal=waiting, reason="No.", now=NOW)
    with pytest.raises(NoSuchRecordError):
        approve_proposal(by=NOBODY, proposal=waiting, now=NOW)


def test_nobody_decides_on_their_own(cast: Cast, tmp_path: Path, waiting: UUID) -> None:
    people.Role.objects.create(
        person=cast.amina,
        organization=cast.northfield,
        kind=RoleKind.COORDINATOR,
        began_on=date(2020, 7, 1),
    )
    with pytest.raises(ProblemsError):
        approve_proposal(by=cast.acting(cast.amina), proposal=waiting, now=NOW)


def test_nothing_is_approved_while_the_badge_cannot_be_seen_to_hold(
    cast: Cast, tmp_path: Path
) -> None:
    elsewhere = Published()
    elsewhere.publish_list()
    a_rule(cast, is_automatic=False)
    held = a_kept_badge(cast, tmp_path, a_badge(has_list=True), outside=elsewhere)
    check_again(held, tmp_path, outside=Published())
    waiting = rows.CreditProposal.objects.get(state="waiting")
    with pytest.raises(ProblemsError):
        approve_proposal(by=cast.acting(cast.chloe), proposal=waiting.pk, now=NOW)


# Taken back


def test_a_revoked_badge_loses_its_credit_by_a_new_line_with_notice(
    cast: Cast, tmp_path: Path
) -> None:
    elsewhere = Published()
    elsewhere.publish_list()
    a_rule(cast)
    held = a_kept_badge(cast, tmp_path, a_badge(has_list=True), outside=elsewhere)
    elsewhere.publish_list(INDEX)
    for _ in range(2):
        check_again(held, tmp_path, outside=elsewhere)
    assert entries() == [("imported", "1.5"), ("reversal", "1.5")]
    assert states() == ["reversed"]
    assert counted(cast.amina) == "0"
    assert told(cast.amina, "credit_ended") == 1
    message = notice.Notice.objects.get(kind="backpack.credit_ended")
    assert "its issuer has revoked it" in message.body
    assert "Ask its issuer why." in message.body
    assert events("proposal.reversed") == 1


def test_a_list_that_cannot_be_had_takes_nothing_away(cast: Cast, tmp_path: Path) -> None:
    elsewhere = Published()
    elsewhere.publish_list()
    a_rule(cast)
    held = a_kept_badge(cast, tmp_path, a_badge(has_list=True), outside=elsewhere)
    check_again(held, tmp_path, outside=Published())
    assert (states(), counted(cast.amina)) == (["approved"], "1.5")


@pytest.mark.parametrize(("seconds", "holds"), [(0, True), (1, False)])
def test_an_expired_badge_loses_its_credit(
    cast: Cast, tmp_path: Path, seconds: int, holds: bool
) -> None:
    ends = NOW + timedelta(hours=2)
    a_rule(cast)
    held = a_kept_badge(cast, tmp_path, a_badge(expires=ends))
    check_again(held, tmp_path, now=ends + timedelta(seconds=seconds))
    assert counted(cast.amina) == ("1.5" if holds else "0")


def test_a_distrusted_issuer_s_badge_loses_its_credit(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_rule(cast)
    held = a_kept_badge(cast, tmp_path)
    monkeypatch.setattr(
        "longleaf.actions.check.RegistryTrust.recognition_of",
        lambda *a, **k: Recognition(Standing.DISTRUSTED, by="the Department"),
    )
    check_again(held, tmp_path)
    assert states() == ["reversed"]
    assert "no longer trusted" in notice.Notice.objects.get(kind="backpack.credit_ended").body


def test_a_badge_that_holds_again_is_proposed_again(cast: Cast, tmp_path: Path) -> None:
    elsewhere = Published()
    elsewhere.publish_list()
    a_rule(cast)
    held = a_kept_badge(cast, tmp_path, a_badge(has_list=True), outside=elsewhere)
    for marked in ((INDEX,), ()):
        elsewhere.publish_list(*marked)
        check_again(held, tmp_path, outside=elsewhere)
    assert sorted(states()) == ["approved", "reversed"]
    assert [kind for kind, _ in entries()] == ["imported", "reversal", "imported"]
    assert counted(cast.amina) == "1.5"


def test_a_badge_taken_out_loses_its_credit_and_its_bytes(cast: Cast, tmp_path: Path) -> None:
    a_rule(cast)
    held = a_kept_badge(cast, tmp_path)
    remove_badge(by=cast.acting(cast.amina), badge=held.pk, now=NOW)
    held.refresh_from_db()
    assert (bytes(held.file), bytes(held.credential), held.report) == (b"", b"", {})
    assert entries() == [("imported", "1.5"), ("reversal", "1.5")]
    assert states() == ["reversed"]


def test_what_a_coordinator_took_back_is_not_taken_back_twice(cast: Cast, tmp_path: Path) -> None:
    a_rule(cast)
    held = a_kept_badge(cast, tmp_path)
    line = credits.CreditEntry.objects.get()
    correct_credit(by=cast.acting(cast.chloe), entry=line.pk, reason="Twice.", on=TODAY, now=NOW)
    check_again(held, tmp_path)
    remove_badge(by=cast.acting(cast.amina), badge=held.pk, now=NOW)
    assert entries() == [("imported", "1.5"), ("reversal", "1.5")]


# The rules themselves


def test_a_rule_is_made_once(cast: Cast) -> None:
    assert a_rule(cast) == a_rule(cast)
    assert events("recognition_rule.made") == 1
    held = rows.RecognitionRule.objects.get()
    assert (held.quantity, held.decided_by, held.made_by) == ("15", "rule", cast.dev)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"title": " "}, "title"),
        ({"authority": ""}, "authority"),
        ({"issuer": ""}, "issuer"),
        ({"achievement": ""}, "achievement"),
        ({"issuer": "", "achievement": ""}, "issuer"),
        ({"quantity": "some"}, "quantity"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "201"}, "quantity"),
        ({"unit": "furlong"}, "unit"),
        ({"categories": ()}, "categories"),
        ({"categories": ("gardening",)}, "categories"),
        ({"kinds": ("pilot",)}, "kinds"),
        ({"began_on": None}, "began_on"),
        ({"ended_on": date(2024, 12, 31)}, "ended_on"),
    ],
)
def test_what_is_wrong_with_a_rule_is_named_with_its_field(
    cast: Cast, change: dict[str, object], where: str
) -> None:
    with pytest.raises(ProblemsError) as refused:
        a_rule(cast, **change)
    assert [problem.where for problem in refused.value.problems] == [where]


def test_only_the_department_keeps_rules(cast: Cast) -> None:
    for who in (cast.amina, cast.chloe, cast.ada, cast.eve):
        with pytest.raises(NoSuchRecordError):
            add_recognition_rule(by=cast.acting(who), said=rule_said(), now=NOW)


def end(cast: Cast, rule: UUID, day: date | None = TODAY, reason: str = "Replaced.") -> None:
    end_recognition_rule(by=cast.acting(cast.dev), rule=rule, ended_on=day, reason=reason, now=NOW)


def test_a_rule_ends_once_and_what_it_gave_stays(cast: Cast, tmp_path: Path) -> None:
    rule = a_rule(cast)
    held = a_kept_badge(cast, tmp_path)
    end(cast, rule)
    check_again(held, tmp_path)
    assert states() == ["approved"]
    assert events("recognition_rule.ended") == 1
    with pytest.raises(AlreadyDoneError):
        end(cast, rule)


@pytest.mark.parametrize(
    ("day", "reason", "where"),
    [
        (None, "Replaced.", "ended_on"),
        (TODAY - timedelta(days=1), "Replaced.", "ended_on"),
        (TODAY, " ", "reason"),
    ],
)
def test_an_end_lies_ahead_and_has_a_reason(
    cast: Cast, day: date | None, reason: str, where: str
) -> None:
    rule = a_rule(cast)
    with pytest.raises(ProblemsError) as refused:
        end(cast, rule, day, reason)
    assert [problem.where for problem in refused.value.problems] == [where]


def test_another_department_does_not_find_the_rule(cast: Cast) -> None:
    abroad = organization("Department of Elsewhere", "department", jurisdiction="elsewhere")
    dana = person("Dana Abroad", (RoleKind.DEPARTMENT_STAFF, abroad))
    rule = a_rule(cast)
    with pytest.raises(NoSuchRecordError):
        end_recognition_rule(
            by=cast.acting(dana), rule=rule, ended_on=TODAY, reason="Mine.", now=NOW
        )


def test_the_database_forbids_to_change_a_rule_or_go_back_in_a_proposal(
    cast: Cast, tmp_path: Path
) -> None:
    a_rule(cast)
    a_kept_badge(cast, tmp_path)
    rules, proposals = rows.RecognitionRule.objects.all(), rows.CreditProposal.objects.all()
    for forbidden in (
        lambda: rules.update(quantity="150"),
        lambda: rules.update(began_on=date(2020, 1, 1)),
        lambda: proposals.update(state="waiting"),
        lambda: proposals.update(identity="0" * 64),
        proposals.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            forbidden()


def test_standing_names_the_badge(cast: Cast, tmp_path: Path) -> None:
    a_rule(cast)
    held = a_kept_badge(cast, tmp_path)
    (standing,) = own_standings(cast.acting(cast.amina), on=TODAY)
    (entry,) = standing.standing.entries
    assert (entry.item.source, entry.item.key, entry.item.name) == (
        "recognized",
        str(held.pk),
        "Reading for every child",
    )
    assert entry.credits == Fraction(3, 2)
