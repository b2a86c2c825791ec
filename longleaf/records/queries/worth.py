"""Reads for what micro-credentials are worth, everywhere, and for the reverse question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db.models import QuerySet

from longleaf.basis.amount import show_amount
from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.calculator import Listed, Question, Ways, ways_for
from longleaf.domain.renewal.jurisdiction import HOME
from longleaf.domain.renewal.worth import Jurisdiction, worth_everywhere
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.messages import unit_words
from longleaf.policy.pack import shipped_jurisdictions
from longleaf.policy.rules import PolicyName, Rules
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.policy import rules_of
from longleaf.records.models import microcredential as rows


@dataclass(frozen=True, slots=True)
class Place:
    """A place whose rules can be asked: its name, title, and local boards, each likewise."""

    name: str
    title: str
    locals: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The ways, and where they hold; `where` is the local board, else the state.

    Attributes:
        unit: The unit of every amount, as facts name it.
        says: The question in words.
    """

    jurisdiction: str
    where: str
    category: str
    missing: Fraction
    unit: str
    ways: Ways
    policy: PolicyName
    says: str


def jurisdictions() -> list[str]:
    """Every jurisdiction that is loaded, the home state first."""
    return sorted(shipped_jurisdictions(), key=lambda name: (name != HOME, name))


def worth_of_microcredential(slug: str, *, on: date) -> tuple[Jurisdiction, ...]:
    """What the published version of a micro-credential is worth everywhere.

    Raises:
        NoSuchRecordError: If none is published under this name.
    """
    found = _listed(
        rows.Version.objects.filter(state=rows.VersionState.PUBLISHED, microcredential__slug=slug)
    )
    if not found:
        raise NoSuchRecordError
    definition = found[0].definition
    return worth_everywhere([rules_of(name) for name in jurisdictions()], definition, on=on)


def worth_of_version(version: UUID, *, on: date) -> tuple[Jurisdiction, ...]:
    """The same of one version, published or not.

    Raises:
        NoSuchRecordError: If there is no such version.
    """
    found = _listed(rows.Version.objects.filter(pk=version))
    if not found:
        raise NoSuchRecordError
    definition = found[0].definition
    return worth_everywhere([rules_of(name) for name in jurisdictions()], definition, on=on)


def places() -> list[Place]:
    """Every place that can be asked, for a form."""
    return [_place(rules_of(name)) for name in jurisdictions()]


def answer_to(
    jurisdiction: str, local: str, category: str, missing: Fraction, *, on: date
) -> Answer:
    """The ways to so much of a category, in one place.

    Raises:
        NoSuchRecordError: If there is no such place or category.
    """
    try:
        rules = rules_of(jurisdiction)
    except ProblemsError as error:
        raise NoSuchRecordError from error
    board = rules.local(local or None)
    titles = rules.titles(board)
    if (local and board is None) or category not in titles:
        raise NoSuchRecordError
    amount = show_amount(missing)
    return Answer(
        jurisdiction=jurisdiction,
        where=rules.title if board is None else board.title,
        category=titles[category],
        missing=missing,
        unit=rules.unit,
        ways=ways_for(rules, board, Question(category, missing), _published(), on=on),
        policy=rules.policy,
        says=f"{amount} {unit_words(rules.unit, amount)} in {titles[category]}",
    )


def _place(rules: Rules) -> Place:
    boards = sorted((one.title, one.name) for one in rules.locals.values())
    names = rules.titles()
    for one in rules.locals.values():
        names = {**names, **rules.titles(one)}
    return Place(
        rules.policy.jurisdiction,
        rules.title,
        tuple((name, title) for title, name in boards),
        tuple((name, title[:1].upper() + title[1:]) for name, title in names.items()),
    )


def _published() -> Sequence[Listed]:
    return _listed(rows.Version.objects.filter(state=rows.VersionState.PUBLISHED))


def _listed(found: QuerySet[rows.Version]) -> Sequence[Listed]:
    return [
        Listed(
            title,
            Microcredential(
                slug, tuple(categories), None if hours is None else Fraction(str(hours))
            ),
        )
        for slug, title, categories, hours in found.order_by("title").values_list(
            "microcredential__slug", "title", "renewal_categories", "effort_hours"
        )
    ]
