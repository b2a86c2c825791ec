"""Recognizing issuers: what a department may put on record of an issuer, and what then holds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import is_storable
from longleaf.credential.registry import EVERYTHING, Saying, Scope, ScopeKind, Statement
from longleaf.credential.registry_file import identifier_fault

WITHDRAWN = "withdrawn"
MOST_IDENTIFIERS = 20
MOST_VALUES = 50
_LONGEST_NAME = 300
_LONGEST_TEXT = 2_000
_LONGEST_ADDRESS = 500
_FIRST_DAY = date(1990, 1, 1)
_URL = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#][^\s\\]*)?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class IssuerFacts:
    """An issuer as it is put on record.

    Attributes:
        identifiers: All that are its own; none for an organization of this site, whose keys are
            known.
    """

    name: str
    identifiers: tuple[str, ...] = ()
    website: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement that somebody wants to make.

    Attributes:
        owner_identifier: Of a permission: the identifier of the one whose achievement it is; ""
            if it is an organization of this site.
    """

    saying: Saying
    since: date
    because: str
    until: date | None = None
    scope: Scope = EVERYTHING
    also_before: bool = True
    citation: str = ""
    citation_url: str = ""
    owner_is_here: bool = False
    owner_name: str = ""
    owner_identifier: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement on record, with what came after it.

    Attributes:
        number: Its number among the issuer's.
        about: The number of the statement that it withdraws or amends; None if none.
        statement: What it says; None for a withdrawal.
        since: The first day of it, or of the withdrawal.
    """

    number: int
    since: date
    statement: Statement | None
    about: int | None = None


def statements_in_force(said: Sequence[Said]) -> tuple[Statement, ...]:
    """What a history amounts to, each statement with the days for which it counts.

    A withdrawal ends a statement on the day before; what was recognized until then stays so. An
    amendment takes the place of what it amends, also for the past: it says what should have stood
    there.
    """
    after = {each.about: each for each in said if each.about is not None}
    found = []
    for each in said:
        if each.statement is None:
            continue
        follower = after.get(each.number)
        if follower is None:
            found.append(each.statement)
        elif follower.statement is None and follower.since > each.statement.since:
            last = follower.since - timedelta(days=1)
            until = min(each.statement.until or last, last)
            found.append(replace(each.statement, until=until))
    return tuple(found)


def tidied(text: str) -> str:
    """A text of several lines, with the line ends of this system and none around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def checked_issuer(facts: IssuerFacts, *, is_here: bool) -> IssuerFacts:
    """The facts, tidied.

    Raises:
        ProblemsError: With all that is wrong.
    """
    tidy = IssuerFacts(
        name=" ".join(facts.name.split()),
        identifiers=tuple(
            dict.fromkeys(each.strip() for each in facts.identifiers if each.strip())
        ),
        website=facts.website.strip(),
        location=" ".join(facts.location.split()),
    )
    problems = _length_problems(
        (("name", tidy.name, _LONGEST_NAME), ("location", tidy.location, _LONGEST_NAME))
    )
    if not tidy.name:
        problems.append(Problem("name", "The issuer has no name.", "Write its name."))
    problems += _address_problems("website", tidy.website)
    if is_here and tidy.identifiers:
        problems.append(
            Problem(
                "identifiers",
                "This site keeps the keys of its organizations, so it knows their identifiers.",
                "Leave this empty.",
            )
        )
    if not is_here and not tidy.identifiers:
        fix = "Copy it from one of its badges: it stands under “issuer”, as “id”."
        problems.append(Problem("identifiers", "The issuer has no identifier.", fix))
    if len(tidy.identifiers) > MOST_IDENTIFIERS:
        most = f"An issuer has at most {MOST_IDENTIFIERS} identifiers."
        problems.append(Problem("identifiers", most))
    for each in tidy.identifiers:
        if fault := identifier_fault(each):
            problems.append(Problem("identifiers", fault, "Copy it again from a badge."))
    if problems:
        raise ProblemsError(problems)
    return tidy


def checked_draft(draft: Draft, *, on: date) -> Draft:
    """The draft, tidied.

    Raises:
        ProblemsError: With all that is wrong.
    """
    values = tuple(dict.fromkeys(each.strip() for each in draft.scope.values if each.strip()))
    if draft.scope.kind is ScopeKind.EVERYTHING or draft.saying is Saying.DISTRUSTED:
        scope = EVERYTHING
    else:
        scope = Scope(draft.scope.kind, values)
    tidy = replace(
        draft,
        scope=scope,
        because=tidied(draft.because),
        citation=tidied(draft.citation),
        citation_url=draft.citation_url.strip(),
        owner_name=draft.owner_name.strip(),
        owner_identifier=draft.owner_identifier.strip(),
    )
    problems = [
        *_reason_problems(tidy.because, tidy.citation, tidy.citation_url),
        *_day_problems(tidy, on),
        *_scope_problems(tidy),
        *_owner_problems(tidy),
    ]
    if problems:
        raise ProblemsError(problems)
    return tidy


def check_withdrawal(
    *, of: Statement, since: date, because: str, citation: str, citation_url: str
) -> None:
    """Whether a statement can be withdrawn so.

    Raises:
        ProblemsError: With all that is wrong.
    """
    problems = _reason_problems(because, citation, citation_url)
    if since < of.since:
        fix = "If it should never have been said, amend it instead."
        message = f"It holds only since {_in_words(of.since)}."
        problems.append(Problem("since", message, fix))
    if of.until is not None and since > of.until:
        message = f"It has already ended, on {_in_words(of.until)}."
        problems.append(Problem("since", message))
    if problems:
        raise ProblemsError(problems)


def _reason_problems(because: str, citation: str, citation_url: str) -> list[Problem]:
    problems = _length_problems(
        (("because", because, _LONGEST_TEXT), ("citation", citation, _LONGEST_TEXT))
    )
    if not because:
        fix = "Say why, in a sentence that may be read by everyone."
        problems.append(Problem("because", "There is no reason.", fix))
    problems += _address_problems("citation_url", citation_url)
    return problems


def _day_problems(draft: Draft, on: date) -> list[Problem]:
    problems = []
    if draft.since < _FIRST_DAY:
        fix = f"The first day known here is {_in_words(_FIRST_DAY)}."
        problems.append(Problem("since", "That day is too long ago.", fix))
    if draft.saying is Saying.DISTRUSTED and draft.since > on:
        message = "Distrust begins today or earlier: nobody should rely on it meanwhile."
        problems.append(Problem("since", message))
    if draft.until is not None and draft.until < draft.since:
        problems.append(Problem("until", "The last day comes before the first."))
    return problems


def _scope_problems(draft: Draft) -> list[Problem]:
    scope = draft.scope
    problems = []
    if scope.kind is ScopeKind.EVERYTHING:
        return []
    if draft.saying is Saying.PERMITTED and scope.kind is not ScopeKind.ACHIEVEMENTS:
        message = "A permission is for certain achievements, or for all of the owner’s."
        problems.append(Problem("scope_kind", message))
    if not scope.values:
        problems.append(Problem("scope_values", "For which? Write one on each line."))
    if len(scope.values) > MOST_VALUES:
        problems.append(Problem("scope_values", f"There can be at most {MOST_VALUES}."))
    problems += _length_problems(
        ("scope_values", value, _LONGEST_ADDRESS) for value in scope.values
    )
    if scope.kind is ScopeKind.ACHIEVEMENTS:
        for value in scope.values:
            if not value.startswith(("https://", "http://", "did:", "urn:")):
                fix = "It stands in the badge under “achievement”, as “id”."
                message = f"“{value[:80]}” is not the address of an achievement."
                problems.append(Problem("scope_values", message, fix))
    return problems


def _owner_problems(draft: Draft) -> list[Problem]:
    if draft.saying is not Saying.PERMITTED or draft.owner_is_here:
        return []
    problems = _length_problems((("owner_name", draft.owner_name, _LONGEST_NAME),))
    if not draft.owner_name:
        problems.append(Problem("owner_name", "Whose achievement is it?"))
    if not draft.owner_identifier:
        message = "The owner’s identifier is missing."
        problems.append(Problem("owner_identifier", message))
    elif fault := identifier_fault(draft.owner_identifier):
        problems.append(Problem("owner_identifier", fault))
    return problems


def _length_problems(texts: Iterable[tuple[str, str, int]]) -> list[Problem]:
    problems = []
    for where, text, longest in texts:
        if len(text) > longest:
            problems.append(Problem(where, f"This has more than {longest} characters."))
        if not is_storable(text):
            fix = "Type it again."
            problems.append(Problem(where, "This holds a character that cannot be stored.", fix))
    return problems


def _address_problems(where: str, address: str) -> list[Problem]:
    if not address:
        return []
    if len(address) > _LONGEST_ADDRESS or not _URL.match(address):
        return [Problem(where, "This is not a web address.", "Start it with https://.")]
    return []


def _in_words(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
