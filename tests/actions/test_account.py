from datetime import timedelta

import pytest

from longleaf.actions.account import (
    LONGEST_DAYS,
    MOST_TOKENS,
    act_for,
    change_account,
    make_token,
    withdraw_token,
)
from longleaf.actions.errors import NoSuchRecordError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import NOBODY
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import audit
from longleaf.records.models import organization as rows
from longleaf.records.queries.organization import actor_with_token
from tests.people import NOW, Cast


def events(verb: str) -> int:
    return audit.AuditEvent.objects.filter(verb=verb).count()


def test_name_and_zone_are_changed_and_said_without_repeating_them(cast: Cast) -> None:
    by = cast.acting(cast.amina)
    for _ in range(2):
        change_account(by=by, name="Amina  Cruz", time_zone="America/Chicago", now=NOW)
    cast.amina.refresh_from_db()
    assert (cast.amina.name, cast.amina.time_zone) == ("Amina Cruz", "America/Chicago")
    event = audit.AuditEvent.objects.get(verb="account.changed")
    assert event.details == {"changed": ["name", "time_zone"]}


def test_an_empty_name_and_an_unknown_zone_are_both_named(cast: Cast) -> None:
    with pytest.raises(ProblemsError) as refused:
        change_account(by=cast.acting(cast.amina), name=" ", time_zone="Mars/North", now=NOW)
    assert [p.where for p in refused.value.problems] == ["name", "time_zone"]


def test_nobody_has_no_account_to_change(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        change_account(by=NOBODY, name="N", time_zone="UTC", now=NOW)


def test_a_token_is_kept_by_its_hash_and_opens_until_it_expires(cast: Cast) -> None:
    made = make_token(by=cast.acting(cast.amina), name="export", days=1, now=NOW)
    kept = rows.AccessToken.objects.get()
    assert made.secret not in str(kept.__dict__)
    end = NOW + timedelta(days=1)
    holder = actor_with_token(made.secret, now=end - timedelta(seconds=1))
    assert holder is not None
    assert holder.person == cast.amina.pk
    assert actor_with_token(made.secret, now=end) is None


@pytest.mark.parametrize("days", [0, LONGEST_DAYS + 1])
def test_a_token_lasts_a_day_to_a_year(cast: Cast, days: int) -> None:
    with pytest.raises(ProblemsError):
        make_token(by=cast.acting(cast.amina), name="export", days=days, now=NOW)


def test_a_token_may_last_exactly_a_year(cast: Cast) -> None:
    assert make_token(by=cast.acting(cast.amina), name="export", days=LONGEST_DAYS, now=NOW).secret


def test_one_person_has_only_so_many_tokens(cast: Cast) -> None:
    by = cast.acting(cast.amina)
    for number in range(MOST_TOKENS):
        make_token(by=by, name=str(number), days=1, now=NOW)
    with pytest.raises(ProblemsError):
        make_token(by=by, name="one more", days=1, now=NOW)


def test_a_withdrawn_token_opens_nothing_and_is_withdrawn_once(cast: Cast) -> None:
    by = cast.acting(cast.amina)
    made = make_token(by=by, name="export", days=1, now=NOW)
    for _ in range(2):
        withdraw_token(by=by, token=made.token, now=NOW)
    assert actor_with_token(made.secret, now=NOW) is None
    assert events("token.withdrawn") == 1


def test_somebody_elses_token_is_not_found(cast: Cast) -> None:
    made = make_token(by=cast.acting(cast.amina), name="export", days=1, now=NOW)
    with pytest.raises(NoSuchRecordError):
        withdraw_token(by=cast.acting(cast.ben), token=made.token, now=NOW)


def test_one_acts_for_an_organization_of_ones_own(cast: Cast) -> None:
    act_for(by=cast.acting(cast.ben), organization=cast.middle.pk, now=NOW)
    act_for(by=cast.acting(cast.ben), organization=cast.middle.pk, now=NOW)
    assert cast.acting(cast.ben).acting_for == cast.middle.pk
    assert events("account.acting_for_chosen") == 1


def test_one_does_not_act_for_anothers_organization(cast: Cast) -> None:
    with pytest.raises(NoSuchRecordError):
        act_for(by=cast.acting(cast.ben), organization=cast.southfield.pk, now=NOW)
