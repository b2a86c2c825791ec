from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.invitation import join_by_invitation
from longleaf.actions.roster import apply_roster, kept_words, read_file
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.enrollment import RowOutcome
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import audit, credit, notice
from longleaf.records.models import organization as rows
from tests.people import NOW, TODAY, Cast

HEAD = "email,name,role,school,license_kind,grade_span,cycle_began_on,expires_on,supervisor_email\n"
NEW = (
    "zoe@example.org,Zoe New,educator,Northfield Middle,"
    "teacher,6-12,2024-07-01,2029-06-30,sam@example.org\n"
)
BAD = "bad@example.org,Bad,educator,Nowhere,,,,,\n"
ELSEWHERE = "ezra@example.org,Ezra Boone,educator,,teacher,,2024-07-01,2029-06-30,\n"


def read(cast: Cast, *lines: str, by: rows.Person | None = None) -> UUID:
    return read_file(
        by=cast.acting(by or cast.chloe),
        organization=cast.northfield.pk,
        content=(HEAD + "".join(lines)).encode(),
        on=TODAY,
        now=NOW,
    )


def keep(
    cast: Cast, roster: UUID, *, by: rows.Person | None = None, all_good: bool = False
) -> dict[str, int]:
    return apply_roster(
        by=cast.acting(by or cast.chloe),
        roster=roster,
        only_if_all_good=all_good,
        on=TODAY,
        now=NOW,
    )


def test_reading_a_file_keeps_nothing_but_its_preview(cast: Cast) -> None:
    found = rows.RosterImport.objects.get(pk=read(cast, NEW, BAD))
    assert [row["outcome"] for row in found.rows] == ["new"]
    assert [problem["column"] for problem in found.problems] == ["school"]
    assert not rows.Person.objects.filter(email="zoe@example.org").exists()


def test_a_new_person_gets_account_role_license_supervisor_and_invitation(cast: Cast) -> None:
    result = keep(cast, read(cast, NEW))
    zoe = rows.Person.objects.get(email="zoe@example.org")
    assert not zoe.has_usable_password()
    assert zoe.roles.get().organization == cast.middle
    assert zoe.licenses.get().grade_span == "6-12"
    assert zoe.supervised_by.get().supervisor == cast.sam
    assert notice.Notice.objects.get(email=zoe.email).kind == "invitation"
    assert (result["new"], result["licenses"]) == (1, 1)


def test_whoever_a_roster_named_sets_their_password_by_the_link(cast: Cast) -> None:
    keep(cast, read(cast, NEW))
    token = notice.Notice.objects.get(email="zoe@example.org").path.rpartition("/")[2]
    person = join_by_invitation(
        token=token, name="Zoë New", password="resin on warm boards", on=TODAY, now=NOW
    )
    zoe = rows.Person.objects.get(email="zoe@example.org")
    assert (zoe.pk, zoe.name, zoe.roles.count()) == (person, "Zoë New", 1)


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    keep(cast, read(cast, NEW, ELSEWHERE))
    before = (
        rows.Role.objects.count(),
        credit.License.objects.count(),
        notice.Notice.objects.count(),
    )
    result = keep(cast, read(cast, NEW, ELSEWHERE))
    after = (
        rows.Role.objects.count(),
        credit.License.objects.count(),
        notice.Notice.objects.count(),
    )
    assert after == before
    assert result["unchanged"] == 2


def test_good_rows_are_kept_and_bad_ones_reported(cast: Cast) -> None:
    result = keep(cast, read(cast, NEW, BAD))
    assert result["new"] == 1
    assert not rows.Person.objects.filter(email="bad@example.org").exists()


def test_nothing_is_kept_where_all_rows_had_to_be_good(cast: Cast) -> None:
    roster = read(cast, NEW, BAD)
    with pytest.raises(ProblemsError) as refused:
        keep(cast, roster, all_good=True)
    assert [problem.where for problem in refused.value.problems] == ["row 3, school"]
    assert not rows.Person.objects.filter(email="zoe@example.org").exists()


def test_somebody_of_another_lea_is_asked_and_their_license_is_not_touched(cast: Cast) -> None:
    keep(cast, read(cast, ELSEWHERE))
    assert cast.ezra.roles.count() == 1
    assert not cast.ezra.licenses.exists()
    assert rows.Invitation.objects.get().email == cast.ezra.email


def test_a_roster_is_applied_once(cast: Cast) -> None:
    roster = read(cast, NEW)
    keep(cast, roster)
    with pytest.raises(AlreadyDoneError):
        keep(cast, roster)


def test_an_unknown_supervisor_is_a_problem_of_the_row(cast: Cast) -> None:
    found = rows.RosterImport.objects.get(pk=read(cast, NEW.replace("sam@", "ezra@")))
    assert [problem["column"] for problem in found.problems] == ["supervisor_email"]


def test_a_supervisor_may_be_another_row(cast: Cast) -> None:
    boss = "boss@example.org,Bo Ss,educator,,,,,,\n"
    keep(cast, read(cast, NEW.replace("sam@", "boss@"), boss))
    assert (
        rows.Supervision.objects.get(educator__email="zoe@example.org").supervisor.name == "Bo Ss"
    )


def test_a_different_cycle_on_record_is_a_problem_and_stays(cast: Cast) -> None:
    keep(cast, read(cast, NEW))
    found = rows.RosterImport.objects.get(pk=read(cast, NEW.replace("2029-06-30", "2028-06-30")))
    assert [problem["column"] for problem in found.problems] == ["expires_on"]


@pytest.mark.parametrize("who", ["amina", "eve", "dev"])
def test_a_roster_is_read_by_those_who_steer_here(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermittedError):
        read(cast, NEW, by=getattr(cast, who))


def test_another_leas_roster_is_not_applied(cast: Cast) -> None:
    roster = read(cast, NEW)
    with pytest.raises(NotPermittedError):
        keep(cast, roster, by=cast.eve)
    with pytest.raises(NoSuchRecordError):
        keep(cast, cast.northfield.pk)


def test_every_grant_of_a_roster_is_in_the_audit_trail(cast: Cast) -> None:
    keep(cast, read(cast, NEW))
    verbs = set(audit.AuditEvent.objects.values_list("verb", flat=True))
    assert verbs == {
        "roster.read",
        "person.added",
        "role.granted",
        "license.recorded",
        "supervision.recorded",
        "invitation.sent",
        "roster.applied",
    }


def test_many_rows_take_no_more_statements_than_few(cast: Cast) -> None:
    many = [NEW.replace("zoe@", f"zoe{number}@") for number in range(100)]
    few, lot = read(cast, NEW), read(cast, *many)
    counts = []
    for roster in (few, lot):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            keep(cast, roster)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 2


@pytest.mark.parametrize(
    ("invited", "words"),
    [
        (0, "3 rows are kept. Nobody needed an invitation."),
        (1, "3 rows are kept. 1 person gets an invitation."),
        (3, "3 rows are kept. 3 people get an invitation."),
    ],
)
def test_what_came_of_a_roster_is_said_in_two_sentences(invited: int, words: str) -> None:
    result = dict.fromkeys(RowOutcome, 0) | {"new": invited, "unchanged": 3 - invited}
    assert kept_words(result) == words
