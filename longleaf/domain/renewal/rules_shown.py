"""The rules of a jurisdiction as a page shows them: what held when, and where it is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from longleaf.basis.amount import show_amount
from longleaf.basis.period import Period
from longleaf.policy.activity import Each, FullCycle
from longleaf.policy.citation import Citation
from longleaf.policy.crosswalk import AwardWorth, ByStatedHours, Crosswalk, Fixed, Satisfies
from longleaf.policy.messages import unit_words
from longleaf.policy.parameter import Unknown
from longleaf.policy.rules import LicenseRule, Local, Rules


@dataclass(frozen=True, slots=True)
class Era:
    """What one kind of license asked for over a span of expiry days.

    Attributes:
        split: Category titles with amounts; empty where it is not known.
        unknown: Why it is not known; "" where it is.
    """

    first: date | None
    last: date | None
    total: str
    split: tuple[tuple[str, str], ...]
    unknown: str
    citations: tuple[Citation, ...]
    is_now: bool


@dataclass(frozen=True, slots=True)
class LicenseShown:
    """One kind of license through the years, latest first; `also` is named and not decided."""

    name: str
    title: str
    eras: tuple[Era, ...]
    rating: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A rule in one line: what, how much, and where it is written."""

    title: str
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class LocalShown:
    """What a local board adds."""

    name: str
    title: str
    lines: tuple[Line, ...]
    invented: bool


@dataclass(frozen=True, slots=True)
class RulesShown:
    """A whole policy for reading; `unit` is in the plural."""

    jurisdiction: str
    title: str
    version: str
    hash: str
    unit: str
    licenses: tuple[LicenseShown, ...]
    conversions: tuple[Line, ...]
    activities: tuple[Line, ...]
    crosswalk: tuple[Line, ...]
    locals: tuple[LocalShown, ...]
    citations: tuple[Citation, ...]


def shown(rules: Rules, *, on: date) -> RulesShown:
    """Lay a policy out for a reader.

    Args:
        rules: The policy.
        on: Today: the era in which a license that expires now stands is marked.
    """
    titles = rules.titles()
    return RulesShown(
        jurisdiction=rules.policy.jurisdiction,
        title=rules.title,
        version=rules.policy.version,
        hash=rules.policy.hash,
        unit=unit_words(rules.unit, "2"),
        licenses=tuple(_license(rule, titles, on) for rule in rules.licenses),
        conversions=tuple(
            Line(
                _words(one.unit),
                f"{show_amount(one.one_is)} make one {_words(rules.unit)}",
                one.citations,
            )
            for one in rules.conversions.values()
        ),
        activities=tuple(_activities(rules)),
        crosswalk=tuple(
            Line(_span(row.period, "Awards"), _default(row.value, rules.unit), row.citations)
            for row in rules.crosswalk.rows
        ),
        locals=tuple(_local(one, rules) for one in rules.locals.values()),
        citations=tuple(sorted(rules.citations.values(), key=lambda one: one.title)),
    )


def _license(rule: LicenseRule, titles: dict[str, str], on: date) -> LicenseShown:
    eras = []
    for row in rule.credit.split.rows:
        # A total may change inside a split's span only where the loader has proved them to agree.
        day = row.period.last or row.period.first or on
        total = rule.credit.total.values.on(day)
        unknown = next(
            (one.reason for one in (row.value, total.value) if isinstance(one, Unknown)), ""
        )
        eras.append(
            Era(
                first=row.period.first,
                last=row.period.last,
                total="" if isinstance(total.value, Unknown) else show_amount(total.value),
                split=()
                if isinstance(row.value, Unknown)
                else tuple((titles[name], show_amount(value)) for name, value in row.value.items()),
                unknown=unknown,
                citations=row.citations,
                is_now=on in row.period,
            )
        )
    rating = (
        f"The most recent evaluation is at least {rule.rating.at_least}." if rule.rating else ""
    )
    also = tuple(one.title for one in rule.also)
    return LicenseShown(rule.name, rule.title, tuple(reversed(eras)), rating, also)


def _activities(rules: Rules) -> Iterable[Line]:
    for kind in rules.activities.values():
        for row in reversed(kind.worth.rows):
            value = row.value
            if isinstance(value, Unknown):
                text = f"Not known: {value.reason}"
            elif isinstance(value, FullCycle):
                text = "The whole of what a cycle asks for"
            elif isinstance(value, Each):
                text = f"{_amount(value.credits, rules.unit)} for each {_words(value.per)}"
            elif isinstance(value, Satisfies):
                text = f"What is asked for in {_names(value.categories)}"
            else:
                text = "By its hours or units"
            yield Line(kind.title, f"{text}. {_span(row.period, 'Licenses')}.", row.citations)


def _names(categories: tuple[str, ...]) -> str:
    return " and ".join(_words(name) for name in categories)


def _default(value: Crosswalk | Unknown, unit: str) -> str:
    if isinstance(value, Unknown):
        return f"Not known: {value.reason}"
    return _worth(value.default, unit)


def _worth(value: AwardWorth, unit: str) -> str:
    if isinstance(value, Unknown):
        return f"No number: {value.reason}"
    if isinstance(value, Fixed):
        return f"Each micro-credential is worth {_amount(value.credits, unit)}"
    if isinstance(value, Satisfies):
        return f"No number: it satisfies what is asked for in {_names(value.categories)}"
    assert isinstance(value, ByStatedHours)  # noqa: S101 - the last form
    return f"Each micro-credential is worth the {_words(value.unit)}s it states, converted"


def _local(local: Local, rules: Rules) -> LocalShown:
    titles = rules.titles(local)
    lines = [
        Line(
            titles[addition.category],
            ("Inside the " + titles[addition.inside] if addition.inside else "On top of the state")
            + ": "
            + (
                f"not known: {row.value.reason}"
                if isinstance(row.value, Unknown)
                else _amount(row.value, rules.unit)
            )
            + f". {_span(row.period, 'Licenses')}.",
            row.citations,
        )
        for addition in local.additions
        for row in addition.credits.rows
    ]
    lines += [
        Line(
            f"Grades {span}",
            (
                "Not known: " + row.value.reason
                if isinstance(row.value, Unknown)
                else f"Read as {row.value}"
            )
            + f". {_span(row.period, 'Licenses')}.",
            row.citations,
        )
        for span, reading in local.readings.items()
        for row in reading.rows
    ]
    if local.crosswalk is not None:
        lines += [
            Line("Micro-credentials", _default(row.value, rules.unit), row.citations)
            for row in local.crosswalk.rows
        ]
    return LocalShown(local.name, local.title, tuple(lines), local.invented)


def _span(period: Period, what: str) -> str:
    verb = "granted" if what == "Awards" else "that expire"
    if period.first and period.last:
        return f"{what} {verb} from {_day(period.first)} to {_day(period.last)}"
    if period.first:
        return f"{what} {verb} on {_day(period.first)} or later"
    if period.last:
        return f"{what} {verb} by {_day(period.last)}"
    return f"All {what.lower()}"


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _amount(credits: Fraction, unit: str) -> str:
    text = show_amount(credits)
    return f"{text} {unit_words(unit, text)}"


def _words(key: str) -> str:
    return key.replace("_", " ")
