"""An evidence pack: one page that a licensing office can check without trusting whoever made it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from longleaf.basis.amount import show_amount
from longleaf.domain.renewal.standing import EntryLine, Line, Standing
from longleaf.policy.citation import Citation
from longleaf.policy.messages import show_day, unit_words

OUTCOMES = {
    "met": "Met",
    "unmet": "Not met",
    "unknown": "Not known",
    "waived": "Waived",
    "exempt": "Exempt",
}


@dataclass(frozen=True, slots=True)
class AttachedBadge:
    """A badge that counted.

    Attributes:
        award: Its identifier.
        file: The name it has inside the pack.
        document: The signed document, exactly; "" if it may not go along.
        is_published: Whether its page can be read by everyone.
    """

    award: str
    title: str
    file: str
    document: str
    is_published: bool


def pack_data(
    told: Standing,
    *,
    holder: str,
    field: str,
    decision: str,
    kept_on: date,
    badges: Sequence[AttachedBadge],
    base_url: str,
) -> dict[str, object]:
    """What the template sets: texts and rows of texts, nothing to be worked out there.

    Args:
        told: Where the license stood.
        holder: The educator's name.
        field: The license area; "" if not given.
        decision: Identifier of the kept decision.
        kept_on: The day it was kept.
        badges: Those that counted.
        base_url: The site's address.
    """
    sources = _Sources()
    requirements = [_credit_row(told, sources), *_category_rows(told, sources)]
    requirements += [_other_row(line, sources) for line in told.others]
    counted = [one for one in told.entries if one.counts]
    left_out = [one for one in told.entries if not one.counts]
    return {
        "title": f"Evidence pack: {holder}",
        "language": "en",
        "made_on": kept_on.isoformat(),
        "footer": f"Decision {decision}. Policy {told.policy.hash}.",
        "headline": f"{OUTCOMES[told.outcome]}. {told.headline}",
        "license": _license(told, field),
        "requirements": requirements,
        "counted": [_counted_row(one, told.unit, badges) for one in counted],
        "left_out": [_left_out_row(one) for one in left_out],
        "mastery": _mastery_rows(told),
        "sources": sources.listed(),
        "rules": (
            f"{told.policy_title}, version {told.policy.version}, SHA-256 {told.policy.hash}"
            + (f"; local rules of {told.local}" if told.local else "")
            + "."
        ),
        "check": _how_to_check(told, badges, base_url),
    }


def _license(told: Standing, field: str) -> list[list[str]]:
    days = f"{_day(told.began_on)} to {_day(told.expires_on)}"
    if told.extended_to is not None:
        days += f", extended to {_day(told.extended_to)}"
    return [
        ["License", f"{told.title}{f', {field}' if field else ''}"],
        ["Cycle", days],
        ["As of", _day(told.on)],
    ]


def _credit_row(told: Standing, sources: "_Sources") -> list[str]:
    required = "not known" if told.required is None else show_amount(told.required)
    missing = "not known" if told.missing is None else show_amount(told.missing)
    where = sources.marks(told.total.citations)
    name = f"{unit_words(told.unit, '2').capitalize()} in all"
    return [name, required, show_amount(told.counted), missing, OUTCOMES[told.total.outcome], where]


def _category_rows(told: Standing, sources: "_Sources") -> list[list[str]]:
    return [
        [
            one.title,
            show_amount(one.required),
            show_amount(one.counted),
            show_amount(one.missing),
            OUTCOMES[one.outcome],
            sources.marks(one.line.citations),
        ]
        for one in told.categories
    ]


def _other_row(line: Line, sources: "_Sources") -> list[str]:
    marks = sources.marks(line.citations)
    return [f"{line.title}. {line.says}", "", "", "", OUTCOMES[line.outcome], marks]


def _counted_row(one: EntryLine, unit: str, badges: Iterable[AttachedBadge]) -> list[str]:
    where = ", ".join(f"{show_amount(amount)} {title}" for title, amount in one.counts)
    if one.surplus:
        where += f"; {show_amount(one.surplus)} not needed"
    worth = "" if one.credits is None else show_amount(one.credits)
    proof = next((badge for badge in badges if badge.award == one.item.key), None)
    name = one.item.name
    if proof is not None:
        name += " (badge attached)" if proof.document else " (badge not public)"
    return [name, _day(one.on), f"{worth} {unit_words(unit, worth)}".strip(), where]


def _left_out_row(one: EntryLine) -> list[str]:
    why = " ".join(dict.fromkeys(one.reasons)) or "Nothing asks for it."
    return [one.item.name, _day(one.on), why]


def _mastery_rows(told: Standing) -> list[list[str]]:
    return [
        [one.title, one.says, OUTCOMES[one.outcome]]
        for one in (*told.mastery.demands, *told.mastery.by_plan)
    ]


def _how_to_check(told: Standing, badges: Sequence[AttachedBadge], base_url: str) -> list[str]:
    attached = [one for one in badges if one.document]
    lines = []
    if attached:
        lines.append(
            "Each badge is attached to this file as signed JSON. Save it and run “longleaf verify "
            f"{attached[0].file}”, or hand it to any verifier of Verifiable Credentials. Neither "
            f"asks {base_url} to be believed: the signature, the issuer and its status decide."
        )
    lines.append(
        "The facts are attached as facts.json. “longleaf policy evaluate --jurisdiction "
        f"{told.policy.jurisdiction} --facts facts.json --on {told.on.isoformat()} --json” with "
        "rules of the same SHA-256 gives the same answer."
    )
    return lines


def _day(day: date | None) -> str:
    return "not known" if day is None else show_day(day)


class _Sources:
    """The places where rules are written, numbered as they are named first."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._lines: list[str] = []

    def marks(self, citations: Iterable[Citation]) -> str:
        """The numbers of some citations, such as "[1] [3]"."""
        return " ".join(f"[{number}]" for number in dict.fromkeys(map(self._number, citations)))

    def listed(self) -> list[str]:
        """Every source, in the order of its number."""
        return self._lines

    def _number(self, one: Citation) -> int:
        known = self._numbers.get((one.key, one.title))
        if known is None:
            known = self._numbers[(one.key, one.title)] = len(self._lines) + 1
            self._lines.append(
                f"[{known}] {one.title}, {one.publisher} (compared {show_day(one.verified_on)})"
            )
        return known
