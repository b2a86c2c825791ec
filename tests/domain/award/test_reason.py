"""What strangers read of why an award changed."""

import pytest

from longleaf.domain.award.change import AwardChange, AwardState, outcome_of
from longleaf.domain.award.reason import OFFERED, WORDS, PublicReason, fits, public_words


def test_each_reason_has_words_and_fits_some_change() -> None:
    assert set(WORDS) == set(PublicReason)
    assert {one for offered in OFFERED.values() for one in offered} == set(PublicReason)


def test_without_a_public_reason_nothing_is_said() -> None:
    assert public_words("") == ""
    assert all(fits("", change) for change in AwardChange)


def test_a_reason_is_given_only_for_a_change_it_fits() -> None:
    assert fits("under_review", AwardChange.SUSPEND)
    assert not fits("under_review", AwardChange.REVOKE)
    assert not fits("granted_in_error", AwardChange.SUSPEND)
    assert not fits("anything", AwardChange.REVOKE)


def test_the_words_are_plain() -> None:
    assert public_words("earner_asked") == "At the earner’s own wish"


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (AwardChange.SUSPEND, AwardState.SUSPENDED),
        (AwardChange.REINSTATE, AwardState.ACTIVE),
        (AwardChange.REVOKE, AwardState.REVOKED),
    ],
)
def test_each_change_leaves_an_award_in_one_state(change: AwardChange, state: AwardState) -> None:
    assert outcome_of(change) is state
