from datetime import date, timedelta

import pytest

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.role import add_school, end_role, end_supervision, record_supervision
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import audit
from longleaf.records.models import organization as rows
from tests.people import NOW, TODAY, Cast

YESTERDAY = TODAY - timedelta(days=1)


def end(cast: Cast, by: rows.Person, whose: rows.Person, *, last_day: date = YESTERDAY) -> None:
    role = whose.roles.get()
    end_role(by=cast.acting(by), role=role.pk, last_day=last_day, on=TODAY, now=NOW)


def record(cast: Cast, by: rows.Person, above: rows.Person, below: rows.Person) -> None:
    record_supervision(
        by=cast.acting(by),
        organization=cast.northfield.pk,
        supervisor=above.email,
        educator=below.email,
        on=TODAY,
        now=NOW,
    )


def test_a_role_ended_yesterday_is_not_held_today(cast: Cast) -> None:
    end(cast, cast.chloe, cast.amina)
    assert cast.acting(cast.amina).roles == ()
    assert audit.AuditEvent.objects.get(verb="role.ended").organization == cast.elementary
    assert cast.amina.notices.get().kind == "role_ended"


def test_a_role_whose_last_day_is_today_is_held_today(cast: Cast) -> None:
    end(cast, cast.chloe, cast.amina, last_day=TODAY)
    assert len(cast.acting(cast.amina).roles) == 1


def test_ending_twice_is_one_event(cast: Cast) -> None:
    end(cast, cast.chloe, cast.amina)
    end(cast, cast.chloe, cast.amina)
    assert audit.AuditEvent.objects.filter(verb="role.ended").count() == 1


def test_a_role_that_has_ended_is_not_ended_otherwise(cast: Cast) -> None:
    end(cast, cast.chloe, cast.amina)
    with pytest.raises(AlreadyDoneError):
        end(cast, cast.chloe, cast.amina, last_day=TODAY)


def test_a_role_is_not_ended_before_yesterday(cast: Cast) -> None:
    with pytest.raises(ProblemsError):
        end(cast, cast.chloe, cast.amina, last_day=TODAY - timedelta(days=2))


def test_a_coordinator_does_not_end_an_administrators_role(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        end(cast, cast.chloe, cast.ada)


def test_nobody_ends_a_role_at_another_lea(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        end(cast, cast.eve, cast.amina)


def test_nobody_ends_their_own_role(cast: Cast) -> None:
    with pytest.raises(ProblemsError):
        end(cast, cast.ada, cast.ada)


def test_supervision_is_recorded_once(cast: Cast) -> None:
    for _ in range(2):
        record(cast, cast.chloe, cast.sam, cast.ben)
    assert rows.Supervision.objects.filter(educator=cast.ben).count() == 1
    assert audit.AuditEvent.objects.filter(verb="supervision.recorded").count() == 1


def test_supervision_names_people_who_work_here(cast: Cast) -> None:
    with pytest.raises(ProblemsError) as refused:
        record(cast, cast.chloe, cast.sam, cast.ezra)
    assert [problem.where for problem in refused.value.problems] == ["educator"]


def test_nobody_supervises_themselves(cast: Cast) -> None:
    with pytest.raises(ProblemsError):
        record(cast, cast.chloe, cast.sam, cast.sam)


@pytest.mark.parametrize("who", ["amina", "eve"])
def test_supervision_is_recorded_by_those_who_steer_here(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermittedError):
        record(cast, getattr(cast, who), cast.sam, cast.ben)


def test_supervision_is_ended_once(cast: Cast) -> None:
    held = rows.Supervision.objects.get(educator=cast.amina)
    for _ in range(2):
        end_supervision(
            by=cast.acting(cast.chloe),
            organization=cast.northfield.pk,
            supervision=held.pk,
            on=TODAY,
            now=NOW,
        )
    assert audit.AuditEvent.objects.filter(verb="supervision.ended").count() == 1


def test_supervision_of_another_lea_is_not_found(cast: Cast) -> None:
    held = rows.Supervision.objects.get(educator=cast.amina)
    with pytest.raises(NoSuchRecordError):
        end_supervision(
            by=cast.acting(cast.eve),
            organization=cast.southfield.pk,
            supervision=held.pk,
            on=TODAY,
            now=NOW,
        )


def add(cast: Cast, by: rows.Person, name: str = " Northfield   High ") -> rows.Organization:
    where = cast.northfield.pk
    made = add_school(by=cast.acting(by), organization=where, name=name, now=NOW)
    return rows.Organization.objects.get(pk=made)


def test_a_school_stands_under_its_lea(cast: Cast) -> None:
    school = add(cast, cast.chloe)
    assert (school.name, school.parent, school.kind) == (
        "Northfield High",
        cast.northfield,
        "school",
    )
    assert audit.AuditEvent.objects.filter(verb="school.added").count() == 1


def test_a_school_is_added_once(cast: Cast) -> None:
    add(cast, cast.chloe)
    with pytest.raises(AlreadyDoneError):
        add(cast, cast.chloe, "northfield high")


def test_a_school_without_a_name_is_refused(cast: Cast) -> None:
    with pytest.raises(ProblemsError):
        add(cast, cast.chloe, "  ")


@pytest.mark.parametrize("who", ["amina", "eve"])
def test_a_school_is_added_by_those_who_steer_here(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermittedError):
        add(cast, getattr(cast, who))
