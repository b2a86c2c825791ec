"""Who may not judge whom."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Bar(StrEnum):
    """Something that keeps a person from judging an attempt."""

    NOT_A_REVIEWER = "not_a_reviewer"
    NOT_QUALIFIED = "not_qualified"
    OWN_WORK = "own_work"
    SAME_SCHOOL = "same_school"
    SUPERVISES = "supervises"
    SUPERVISED = "supervised"
    RECENT_COWORKER = "recent_coworker"
    DECLARED = "declared"
    COACHES = "coaches"
    HAD_A_SEAT = "had_a_seat"


_SENTENCES = {
    Bar.NOT_A_REVIEWER: "They do not review for the organization that issues this.",
    Bar.NOT_QUALIFIED: "They have not passed the calibration that this micro-credential asks for.",
    Bar.OWN_WORK: "It is their own work.",
    Bar.SAME_SCHOOL: "They work at a school of the educator's.",
    Bar.SUPERVISES: "They supervise the educator.",
    Bar.SUPERVISED: "The educator supervises them.",
    Bar.RECENT_COWORKER: "They worked at one school not long ago.",
    Bar.DECLARED: "One of the two has declared a conflict of interest.",
    Bar.COACHES: "They coach the educator.",
    Bar.HAD_A_SEAT: "They were already asked to judge this attempt.",
}


# What keeps somebody from being asked, and takes nothing away that they were given before.
ONLY_BEFORE = frozenset({Bar.NOT_QUALIFIED, Bar.HAD_A_SEAT})


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What is known of a reviewer and an educator on the day the question is asked.

    Attributes:
        reviewer: Who would judge.
        educator: Whose work it is.
        reviews_for: Organizations at which the reviewer holds the reviewer role.
        issuer_reach: The organization that issues, and all that stand under it.
        reviewer_schools: Schools at which the reviewer holds a role of any kind.
        educator_schools: Schools at which the educator holds a role of any kind, and the one the
            work was handed in from.
        supervised_by_reviewer: People whom the reviewer supervises.
        supervisors_of_reviewer: People who supervise the reviewer.
        recent_coworkers: People who lately worked at one school with the reviewer.
        declared: People of whom the reviewer, or who of the reviewer, declared a conflict.
        coached: People whom the reviewer coaches, or coached.
        is_qualified: Whether they passed the calibration that is asked for, if any.
        had_a_seat: Whether the reviewer holds or held a seat on this very attempt.
    """

    reviewer: UUID
    educator: UUID
    reviews_for: frozenset[UUID]
    issuer_reach: frozenset[UUID]
    reviewer_schools: frozenset[UUID] = frozenset()
    educator_schools: frozenset[UUID] = frozenset()
    supervised_by_reviewer: frozenset[UUID] = frozenset()
    supervisors_of_reviewer: frozenset[UUID] = frozenset()
    had_a_seat: bool = False
    recent_coworkers: frozenset[UUID] = frozenset()
    declared: frozenset[UUID] = frozenset()
    coached: frozenset[UUID] = frozenset()
    is_qualified: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether someone may judge, and all that keeps them from it."""

    bars: tuple[Bar, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.bars

    @property
    def reason(self) -> str:
        """Why, in sentences."""
        if self.allowed:
            return "Nothing stands in the way."
        return " ".join(_SENTENCES[bar] for bar in self.bars)

    @property
    def goes_on(self) -> bool:
        """Whether somebody who was asked may go on: not in a conflict of interest."""
        return not set(self.bars) - ONLY_BEFORE


def may_review(facts: ReviewFacts) -> Decision:
    """Decide whether a reviewer may judge an attempt.

    Judgment is trusted only if nothing but the work can sway it: so nobody judges their own work,
    work from their school, or that of someone above or below them; and nobody judges one attempt
    twice, since a second look must be someone else's. Never raises.
    """
    bars = {
        Bar.NOT_A_REVIEWER: not facts.reviews_for & facts.issuer_reach,
        Bar.NOT_QUALIFIED: not facts.is_qualified,
        Bar.OWN_WORK: facts.reviewer == facts.educator,
        # One's own work is one reason, not also that of being at one's own school.
        Bar.SAME_SCHOOL: facts.reviewer != facts.educator
        and bool(facts.reviewer_schools & facts.educator_schools),
        Bar.SUPERVISES: facts.educator in facts.supervised_by_reviewer,
        Bar.SUPERVISED: facts.educator in facts.supervisors_of_reviewer,
        Bar.RECENT_COWORKER: facts.educator in facts.recent_coworkers,
        Bar.DECLARED: facts.educator in facts.declared,
        Bar.COACHES: facts.educator in facts.coached,
        Bar.HAD_A_SEAT: facts.had_a_seat,
    }
    return Decision(tuple(bar for bar, holds in bars.items() if holds))
