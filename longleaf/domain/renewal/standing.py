"""Standing: an evaluation in the form that people read, every figure with its reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from longleaf.domain.renewal.mastery_shown import MasteryShown, mastery_shown
from longleaf.policy.citation import Citation
from longleaf.policy.counting import Entry
from longleaf.policy.evaluate import CategoryStanding, Evaluation
from longleaf.policy.explain import HEADLINES
from longleaf.policy.facts import Facts, License
from longleaf.policy.finding import Because, Finding
from longleaf.policy.messages import sentence
from longleaf.policy.parameter import Unknown
from longleaf.policy.rules import Local, PolicyName, Rules

AT_RISK_DAYS = 365
"""Someone with credit missing this close to the last day comes first in a coordinator's list.

A way to order work; no rule of law says so.
"""
WIDTH = 1000
OPENS = "renewal_opens"
"""The parameter that says how many days before the last day a renewal can be asked for."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a figure rests on, by the name that people know.

    Attributes:
        source: activity, award, recognized, evaluation, employer or standing_facts.
        key: Its identifier within its source; "" where there is only one.
        name: Its title.
        says: What it contributes, or why it does not, as a sentence.
    """

    source: str
    key: str
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar's parts in thousandths of its width, to be drawn one after another.

    Attributes:
        counted: From the left edge.
        surplus: After what is required.
        required: Where the mark of what is required stands.
    """

    counted: int
    surplus: int
    required: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way to close a gap, with where its rate is written."""

    says: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One rule, what it says, what it rests on, and where it is written.

    Attributes:
        rule: Stable name, such as "credit.total" or "rating".
        title: What the rule is about, in words.
        outcome: met, unmet, unknown, waived or exempt.
    """

    rule: str
    title: str
    outcome: str
    says: str
    inputs: tuple[Named, ...]
    left_out: tuple[Named, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """Where one category stands; amounts in the policy's own unit.

    Attributes:
        surplus: Credit that could have counted in it and that nothing asks for.
        elsewhere: Credit that would also fit here and serves another category: its title and how
            much.
    """

    name: str
    title: str
    required: Fraction
    counted: Fraction
    missing: Fraction
    surplus: Fraction
    elsewhere: tuple[tuple[str, Fraction], ...]
    bar: Bar
    line: Line
    ways: tuple[Way, ...]

    @property
    def outcome(self) -> str:
        """met, unmet, unknown, waived or exempt."""
        return self.line.outcome


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One activity or award, valued.

    Attributes:
        credits: What it is worth, or None if that is not known.
        counts: Title of each category it counts in, and how much.
        surplus: How much of it nothing asks for.
        reasons: Why it does not count, or not yet.
    """

    item: Named
    on: date | None
    credits: Fraction | None
    counts: tuple[tuple[str, Fraction], ...]
    surplus: Fraction
    reasons: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one license cycle stands on one day.

    Attributes:
        title: What the license is, in words.
        required: In all, or None if it is not known; so for `missing`.
        bar: Of the total.
        extended_to: The last day of an extension that was granted, if one was.
        days_left: Until the last day of the license, extended or not; negative once it is over.
        opens_on: The first day on which renewal can be asked for, if the policy says.
        total: What the license asks for in all.
        others: The rules besides credit: rating, exemptions, local additions left open.
        ways: What would close all gaps at once.
        mastery: What competencies say, beside what hours say.
        local: The local board whose rules were applied; "" if none.
    """

    title: str
    kind: str
    grade_span: str
    began_on: date | None
    expires_on: date | None
    extended_to: date | None
    on: date
    days_left: int | None
    opens_on: date | None
    outcome: str
    headline: str
    unit: str
    required: Fraction | None
    counted: Fraction
    missing: Fraction | None
    surplus: Fraction
    bar: Bar
    categories: tuple[CategoryLine, ...]
    total: Line
    others: tuple[Line, ...]
    entries: tuple[EntryLine, ...]
    ways: tuple[Way, ...]
    policy: PolicyName
    policy_title: str
    local: str
    local_name: str | None
    mastery: MasteryShown

    @property
    def is_at_risk(self) -> bool:
        """Whether credit is missing and the last day is near."""
        return is_at_risk(self.outcome, self.extended_to or self.expires_on, on=self.on)

    @property
    def gaps(self) -> tuple[CategoryLine, ...]:
        """The categories in which something is missing."""
        return tuple(one for one in self.categories if one.missing)


def is_at_risk(outcome: str, expires_on: date | None, *, on: date) -> bool:
    """Whether something is missing and the last day is at most `AT_RISK_DAYS` away."""
    if outcome != "unmet" or expires_on is None:
        return False
    return on <= expires_on <= on + timedelta(days=AT_RISK_DAYS)


def standing(
    rules: Rules, facts: Facts, evaluation: Evaluation, names: Mapping[str, str]
) -> Standing:
    """Put an evaluation into the form that pages draw.

    Args:
        rules: The rules that decided.
        facts: The facts they were applied to.
        evaluation: What came of it.
        names: Titles of activities, awards and badges, by the facts' own identifiers for them.
    """
    return _Telling(rules, facts, evaluation, names).told()


def license_title(rules: Rules, held: License, local: Local | None) -> str:
    """What a license is, in the policy's words where it has one rule for it."""
    found = rules.license_rules(held, local)
    if len(found) == 1:
        return found[0].title
    words = held.kind.replace("_", " ").capitalize()
    return f"{words}, {held.grade_span}" if held.grade_span else words


def bar(required: Fraction, counted: Fraction, surplus: Fraction) -> Bar:
    """The parts of a bar; nothing is drawn for what is not there, and nothing beyond the edge."""
    whole = required + surplus
    if whole <= 0:
        return Bar(0, 0, WIDTH)
    return Bar(
        int(min(counted, required) * WIDTH / whole),
        int(surplus * WIDTH / whole),
        int(required * WIDTH / whole),
    )


class _Telling:
    """One evaluation on its way into words."""

    def __init__(
        self, rules: Rules, facts: Facts, evaluation: Evaluation, names: Mapping[str, str]
    ) -> None:
        self._rules = rules
        self._facts = facts
        self._evaluation = evaluation
        self._names = names
        self._local = rules.local(evaluation.local)
        self._titles = rules.titles(self._local)
        self._entries = {entry.id: entry for entry in evaluation.entries}

    def told(self) -> Standing:
        found = self._evaluation
        lines = {finding.rule: self._line(finding) for finding in found.findings}
        of_categories = {f"credit.{one.name}" for one in found.categories}
        held = self._facts.license
        required = found.required or Fraction(0)
        last = held.extended_to or held.expires_on
        return Standing(
            title=license_title(self._rules, held, self._local),
            kind=held.kind,
            grade_span=held.grade_span or "",
            began_on=held.cycle_began_on,
            expires_on=held.expires_on,
            extended_to=held.extended_to,
            on=found.on,
            days_left=None if last is None else (last - found.on).days,
            opens_on=self._opens(held.expires_on),
            outcome=found.outcome.value,
            headline=HEADLINES[found.outcome],
            unit=found.unit,
            required=found.required,
            counted=found.counted,
            missing=found.missing,
            surplus=found.surplus,
            bar=bar(required, found.counted, found.surplus),
            categories=tuple(
                self._category(one, lines[f"credit.{one.name}"]) for one in found.categories
            ),
            total=lines["credit.total"],
            others=tuple(
                line
                for rule, line in lines.items()
                if rule != "credit.total" and rule not in of_categories
            ),
            entries=tuple(self._entry(entry) for entry in found.entries),
            ways=self._ways(None),
            policy=found.policy,
            policy_title=self._rules.title,
            local=self._local.title if self._local else "",
            local_name=found.local,
            mastery=mastery_shown(found.mastery, self._facts, self._names, self._say),
        )

    def _say(self, because: Because) -> str:
        named = self._names.get(f"element:{because.numbers.get('competency')}")
        if named is not None:
            because = replace(because, numbers={**because.numbers, "competency": named})
        return sentence(because, self._titles)

    def _named(self, identifier: str, because: Because) -> Named:
        source, _, key = identifier.partition(":")
        source = source.partition(".")[0]
        name = self._names.get(identifier) or _KNOWN.get(source, identifier)
        return Named(source, key, name, self._say(because))

    def _title(self, rule: str) -> str:
        family, _, name = rule.partition(".")
        if family == "credit" and name in self._titles:
            return _capital(self._titles[name])
        return _RULES.get(rule) or _RULES.get(family) or _capital(rule.replace("_", " "))

    def _line(self, finding: Finding) -> Line:
        return Line(
            finding.rule,
            self._title(finding.rule),
            finding.outcome.value,
            self._say(finding.because),
            tuple(self._named(one.id, one.because) for one in finding.inputs),
            tuple(self._named(one.id, one.because) for one in finding.left_out),
            _once(finding.citations),
        )

    def _category(self, one: CategoryStanding, line: Line) -> CategoryLine:
        return CategoryLine(
            name=one.name,
            title=_capital(one.title),
            required=one.required,
            counted=one.counted,
            missing=one.missing,
            surplus=one.surplus,
            elsewhere=self._elsewhere(one.name),
            bar=bar(one.required, one.counted, one.surplus),
            line=line,
            ways=self._ways(one.name),
        )

    def _elsewhere(self, name: str) -> tuple[tuple[str, Fraction], ...]:
        """Credit approved for this category that serves another one now."""
        if name == self._rules.residual:
            return ()
        amounts: dict[str, Fraction] = {}
        for placed in self._evaluation.assignment:
            other = placed.category
            if placed.surplus or other in {None, name} or other is None:
                continue
            pieces = self._entries[placed.entry].certain
            if any({name, other} <= piece.categories for piece in pieces):
                amounts[other] = amounts.get(other, Fraction(0)) + placed.credits
        return tuple((self._titles[other], amount) for other, amount in amounts.items())

    def _entry(self, entry: Entry) -> EntryLine:
        mine = [one for one in self._evaluation.assignment if one.entry == entry.id]
        return EntryLine(
            item=self._named(entry.id, entry.worth),
            on=entry.on,
            credits=entry.credits,
            counts=tuple(
                (self._titles[one.category], one.credits)
                for one in mine
                if one.category is not None and not one.surplus
            ),
            surplus=sum((one.credits for one in mine if one.surplus), Fraction(0)),
            reasons=tuple(
                self._say(one)
                for one in (
                    *entry.reasons,
                    *(p.limit.because(p.credits, self._rules.unit) for p in mine if p.limit),
                )
                if one != entry.worth
            ),
            citations=_once(entry.citations),
        )

    def _ways(self, category: str | None) -> tuple[Way, ...]:
        return tuple(
            Way(self._say(way.because), _once(way.citations))
            for way in self._evaluation.ways
            if way.category == category
        )

    def _opens(self, expires_on: date | None) -> date | None:
        parameter = self._rules.parameters.get(OPENS)
        if parameter is None or expires_on is None:
            return None
        days = parameter.values.on(expires_on).value
        return None if isinstance(days, Unknown) else expires_on - timedelta(days=int(days))


_KNOWN: Mapping[str, str] = {
    "evaluation": "Annual evaluation",
    "employer": "Where you work",
    "standing_facts": "National Board certification",
}


_RULES: Mapping[str, str] = {
    "credit.total": "All credit",
    "rating": "Annual evaluation",
    "exemption.legislator": "Member of the General Assembly",
    "exemption.lifetime": "Lifetime license",
    "extension": "Extension",
    "majority": "Several assignments",
    "proration": "Years employed",
    "limit": "How much may count",
    "also": "Asked for besides",
    "mastery": "Competencies",
    "plan": "Alternative plan",
    "floor": "What the statute asks for at least",
    "local": "Local rules",
}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _once(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citations))
