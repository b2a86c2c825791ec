"""An evaluation as plain JSON: the form that the command line and the API print."""

from collections.abc import Sequence

from longleaf.basis.amount import show_amount
from longleaf.policy.citation import Citation
from longleaf.policy.document import Json
from longleaf.policy.evaluate import Evaluation
from longleaf.policy.finding import Because, Finding, Input, LeftOut
from longleaf.policy.mastery import Mastery
from longleaf.policy.rules import PolicyName


def evaluation_as_json(evaluation: Evaluation) -> dict[str, Json]:
    """The evaluation; amounts are strings of exact decimals or fractions."""
    e = evaluation
    return {
        "outcome": e.outcome.value,
        "policy": policy_as_json(e.policy),
        "on": e.on.isoformat(),
        "unit": e.unit,
        "required": None if e.required is None else show_amount(e.required),
        "counted": show_amount(e.counted),
        "missing": None if e.missing is None else show_amount(e.missing),
        "categories": [
            {
                "name": one.name,
                "required": show_amount(one.required),
                "counted": show_amount(one.counted),
                "missing": show_amount(one.missing),
                "outcome": one.outcome.value,
            }
            for one in e.categories
        ],
        "findings": [finding_as_json(finding) for finding in e.findings],
        "ways": [
            {
                "category": way.category,
                "missing": show_amount(way.missing),
                **because_as_json(way.because),
                "citation": citation_as_json(way.citations),
            }
            for way in e.ways
        ],
    }


def mastery_as_json(mastery: Mastery) -> dict[str, Json]:
    """Both metrics side by side: what is asked for, what is shown, and what is missing."""
    return {
        "hours": mastery.hours.value,
        "mastery": None if mastery.shown is None else mastery.shown.value,
        "differ": mastery.differ,
        "demands": [
            {
                "weight": weight,
                "asked": {
                    "competencies": list(one.demand.competencies),
                    "at_least": one.demand.at_least,
                    "level": one.demand.level,
                    "within_years": None
                    if one.demand.within_years is None
                    else show_amount(one.demand.within_years),
                    "evidence_kinds": one.demand.evidence_kinds,
                    "confirmed_by": list(one.demand.confirmed_by),
                },
                "shown": list(one.shown),
                "open": list(one.open),
                "lacking": list(one.lacking),
                "missing": one.missing,
                **finding_as_json(one.finding),
            }
            for weight, one in mastery.demands
        ],
    }


def policy_as_json(policy: PolicyName) -> dict[str, Json]:
    """Which rules decided."""
    return {
        "jurisdiction": policy.jurisdiction,
        "version": policy.version,
        "hash": policy.hash,
    }


def finding_as_json(finding: Finding) -> dict[str, Json]:
    """One finding."""
    return {
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        **because_as_json(finding.because),
        "inputs": _items(finding.inputs),
        "left_out": _items(finding.left_out),
        "citation": citation_as_json(finding.citations),
    }


def because_as_json(because: Because) -> dict[str, Json]:
    """A message key and its numbers."""
    return {"because": because.key, "numbers": dict(because.numbers)}


def citation_as_json(citations: Sequence[Citation]) -> dict[str, Json] | None:
    """The weightiest citation, with the others beside it; None if there is none."""
    if not citations:
        return None
    # The same source may be cited by a rule and by what it rests on.
    distinct = list(dict.fromkeys(citations))
    return {**_source(distinct[0]), "also": [_source(one) for one in distinct[1:]]}


def _source(citation: Citation) -> dict[str, Json]:
    return {
        "source": citation.key,
        "title": citation.title,
        "publisher": citation.publisher,
        "kind": citation.kind,
        "url": citation.url,
        "verified_on": citation.verified_on.isoformat(),
    }


def _items(items: Sequence[Input] | Sequence[LeftOut]) -> list[Json]:
    return [{"id": item.id, **because_as_json(item.because)} for item in items]
