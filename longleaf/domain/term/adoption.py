"""Whether a proposal is adopted: by the group's own rule, which is data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from longleaf.basis.document import read_document
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section


@dataclass(frozen=True, slots=True)
class Rule:
    """A group's rule.

    Attributes:
        comment_days: Days that comments are open, at least; the first day counts.
        quorum: Share of the members that must have voted, above 0 up to 1.
        majority: Share of the votes for and against that must be for; abstentions count only
            toward the quorum.
        objections_answered: Whether each objection must be answered first.
        source: Whose rule it is.
    """

    comment_days: int
    quorum: Fraction
    majority: Fraction
    objections_answered: bool
    source: str

    def closes_on(self, opened_on: date) -> date:
        """The last day of a comment period that opens on a day."""
        return opened_on + timedelta(days=self.comment_days - 1)


@dataclass(frozen=True, slots=True)
class Ballot:
    """How a group stands on one proposal.

    Attributes:
        members: How many may vote.
        votes: "for", "against" or "abstain", one for each member that voted.
        closes_on: The last day for comments; None while none were asked for.
        unanswered: Objections without an answer.
    """

    members: int
    votes: tuple[str, ...]
    closes_on: date | None
    unanswered: int

    def count(self, vote: str) -> int:
        """How many voted so."""
        return self.votes.count(vote)


def rule_from_yaml(text: str, *, name: str) -> Rule:
    """Read a rule from a YAML file's text.

    Raises:
        ProblemsError: With every problem, its file, line and path.
    """
    document = read_document(text, name=name)
    problems: list[Problem] = []
    top = Section.of(document.data, problems=problems)
    top.known.add("objections_answered")
    rule = Rule(
        comment_days=top.whole_number("comment_days", least=1, most=366),
        quorum=_share(top, "quorum"),
        majority=_share(top, "majority"),
        objections_answered=top.data.get("objections_answered") is not False,
        source=top.text("source", longest=300),
    )
    top.finish()
    if problems:
        raise ProblemsError(document.located(problems))
    return rule


def _share(section: Section, key: str) -> Fraction:
    text = section.text(key, longest=20)
    try:
        return share(text)
    except ValueError:
        section.fault(key, f'"{text}" is no share.', "Write a fraction such as 2/3.")
        return Fraction(1)


def share(text: str) -> Fraction:
    """A share such as "2/3".

    Raises:
        ValueError: If it is none, or not above 0 and at most 1.
    """
    try:
        found = Fraction(text)
    except ZeroDivisionError as error:
        raise ValueError(text) from error
    if not 0 < found <= 1:
        raise ValueError(text)
    return found


def too_early(rule: Rule, ballot: Ballot, on: date) -> list[Problem]:
    """What must happen before the group may decide at all."""
    problems = []
    if ballot.closes_on is None:
        fix = f"Open its comment period of {rule.comment_days} days."
        problems.append(Problem("", "Nobody was asked for comments yet.", fix))
    elif on <= ballot.closes_on:
        day = f"{ballot.closes_on:%B} {ballot.closes_on.day}, {ballot.closes_on.year}"
        fix = "Decide on a later day."
        problems.append(Problem("", f"Comments are open until {day}.", fix))
    if rule.objections_answered and ballot.unanswered:
        one = (
            "One objection is" if ballot.unanswered == 1 else f"{ballot.unanswered} objections are"
        )
        problems.append(Problem("", f"{one} not answered.", "Answer each first."))
    needed = _at_least(rule.quorum * ballot.members)
    if not ballot.members or len(ballot.votes) < needed:
        reason = f"{len(ballot.votes)} of {ballot.members} members have voted; {needed} are needed."
        problems.append(Problem("", reason, "Wait for more votes."))
    return problems


def is_carried(rule: Rule, votes: Sequence[str]) -> bool:
    """Whether enough of those who were for or against were for."""
    said = [vote for vote in votes if vote != "abstain"]
    return bool(said) and Fraction(said.count("for"), len(said)) >= rule.majority


def _at_least(share_of_members: Fraction) -> int:
    return -(-share_of_members.numerator // share_of_members.denominator)
