"""Who is asked first."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from longleaf.domain.review.assignment import Candidate, choose_reviewers
from longleaf.domain.review.conflict import Bar, Decision

ATTEMPT = UUID(int=77)
FREE = Decision()
EARLY, LATE = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC)


def candidate(
    number: int, *, open_reviews: int = 0, last: datetime | None = None, bar: Bar | None = None
) -> Candidate:
    return Candidate(UUID(int=number), Decision((bar,)) if bar else FREE, open_reviews, last)


def chosen(*candidates: Candidate, seats: tuple[int, ...] = (1,)) -> list[int]:
    found = choose_reviewers(candidates, attempt=ATTEMPT, seats=seats)
    return [choice.person.int for choice in found.chosen]


def test_the_one_with_the_fewest_open_reviews_is_asked() -> None:
    assert chosen(candidate(1, open_reviews=2, last=EARLY), candidate(2, open_reviews=1)) == [2]


def test_among_equals_the_one_who_has_waited_longest_is_asked() -> None:
    assert chosen(candidate(1, last=LATE), candidate(2, last=EARLY)) == [2]


def test_whoever_was_never_asked_has_waited_longest() -> None:
    assert chosen(candidate(1, last=EARLY), candidate(2)) == [2]


def test_two_seats_go_to_two_people() -> None:
    found = choose_reviewers(
        [candidate(1, open_reviews=1), candidate(2), candidate(3, open_reviews=4)],
        attempt=ATTEMPT,
        seats=(2, 1),
    )
    assert [(one.seat, one.person.int) for one in found.chosen] == [(1, 2), (2, 1)]


def test_nobody_barred_is_asked_even_if_the_seat_stays_empty() -> None:
    barred = candidate(1, bar=Bar.SUPERVISES)
    found = choose_reviewers([barred], attempt=ATTEMPT, seats=(1, 2))
    assert found.chosen == ()
    assert found.barred == (barred,)
    assert found.empty_seats == (1, 2)


def test_the_choice_says_why() -> None:
    found = choose_reviewers(
        [candidate(1, open_reviews=1, last=EARLY), candidate(2, open_reviews=3)],
        attempt=ATTEMPT,
        seats=(1,),
    )
    reason = "Among the 2 who may judge it: open reviews 1, last asked 2026-01-05."
    assert found.chosen[0].reason == reason


def test_a_tie_does_not_always_fall_to_the_same_person() -> None:
    people = [candidate(number) for number in range(8)]
    first = {
        choose_reviewers(people, attempt=UUID(int=number), seats=(1,)).chosen[0].person
        for number in range(40)
    }
    assert len(first) > 4


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8, unique=True))
def test_the_order_of_the_candidates_does_not_matter(numbers: list[int]) -> None:
    people = [candidate(number, open_reviews=number % 3) for number in numbers]
    assert chosen(*people, seats=(1, 2)) == chosen(*reversed(people), seats=(1, 2))
