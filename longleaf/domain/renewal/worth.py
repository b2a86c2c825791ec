"""Worth: what a micro-credential comes to for a license, or in a place, before one starts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from longleaf.policy.category import eligible
from longleaf.policy.citation import Citation
from longleaf.policy.crosswalk import Microcredential
from longleaf.policy.facts import License
from longleaf.policy.messages import sentence
from longleaf.policy.rules import Local, Rules
from longleaf.policy.worth import award_worth


@dataclass(frozen=True, slots=True)
class WorthHere:
    """What a micro-credential is worth somewhere.

    Attributes:
        who: The license or the place it holds for.
        by: The local board whose crosswalk decides; "" if the state's does.
        credits: In the policy's own unit, or None if nobody has set a value.
        unit: The unit of `credits`.
        says: The arithmetic, or why there is none, as a sentence.
        names: Names of the categories it may count in, for a license; empty for a place.
        categories: Their titles.
        citations: Where it is written.
    """

    who: str
    by: str
    credits: Fraction | None
    unit: str
    says: str
    names: tuple[str, ...]
    categories: tuple[str, ...]
    citations: tuple[Citation, ...]


def worth_for_license(
    rules: Rules,
    local: Local | None,
    held: License,
    definition: Microcredential,
    *,
    who: str,
    on: date,
) -> WorthHere:
    """What it is worth for a license, and which of the license's categories take it.

    Args:
        rules: The policy.
        local: The rules of the LEA that employs the license's holder, if any are on file.
        held: The license.
        definition: The micro-credential.
        who: The words for the license.
        on: The day of an award made now.
    """
    demands = rules.required(held, local).demands
    asked = [rules.category(one.category, local) for one in demands]
    moved = frozenset(
        one.category for one in rules.reallocations if one.held.on(held.expires_on).value is True
    )
    homes = eligible(
        definition.renewal_categories,
        asked,
        moved,
        [one.category for one in demands if one.by_state],
    )
    fitting = [category for category in asked if category.name in homes]
    return _here(
        rules,
        local,
        definition,
        who=who,
        on=on,
        names=tuple(category.name for category in fitting),
    )


def worth_in_places(rules: Rules, definition: Microcredential, *, on: date) -> list[WorthHere]:
    """What it is worth by the state's own word, then by each local board with a crosswalk."""
    boards = sorted(
        (local for local in rules.locals.values() if local.crosswalk is not None),
        key=lambda local: local.title,
    )
    state = _here(rules, None, definition, who=rules.title, on=on)
    return [state] + [_here(rules, one, definition, who=one.title, on=on) for one in boards]


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """What a micro-credential is worth in one state: by its own word, then under each board's."""

    name: str
    title: str
    places: tuple[WorthHere, ...]


def worth_everywhere(
    policies: Iterable[Rules], definition: Microcredential, *, on: date
) -> tuple[Jurisdiction, ...]:
    """What it is worth in every state given, and under every local board that has rules there.

    A board without a crosswalk of its own goes by the state's, and that is said.
    """
    found = []
    for rules in policies:
        boards = sorted(rules.locals.values(), key=lambda local: local.title)
        places = [_here(rules, None, definition, who=rules.title, on=on)]
        places += [_here(rules, one, definition, who=one.title, on=on) for one in boards]
        found.append(Jurisdiction(rules.policy.jurisdiction, rules.title, tuple(places)))
    return tuple(found)


def _here(
    rules: Rules,
    local: Local | None,
    definition: Microcredential,
    *,
    who: str,
    on: date,
    names: tuple[str, ...] = (),
) -> WorthHere:
    worth = award_worth(rules, local, (definition.slug,), definition, granted_on=on)
    titles = rules.titles(local)
    decides = local if local is not None and local.crosswalk is not None else None
    return WorthHere(
        who=who,
        by=decides.title if decides else "",
        credits=worth.credits,
        unit=rules.unit,
        says=sentence(worth.because, titles),
        names=names,
        categories=tuple(titles[name] for name in names),
        citations=tuple(dict.fromkeys(worth.citations)),
    )
