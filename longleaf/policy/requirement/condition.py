"""Condition: what must be so before an activity counts: its proof, its approval, its size."""

from dataclasses import dataclass
from fractions import Fraction

from longleaf.basis.amount import show_amount
from longleaf.policy.citation import Citation
from longleaf.policy.facts import Activity
from longleaf.policy.finding import Because
from longleaf.policy.parameter import Dated, Unknown
from longleaf.policy.requirement.against import Against


@dataclass(frozen=True, slots=True)
class Terms:
    """What a condition asks for; all of it must be so.

    Attributes:
        evidence: Kinds of evidence of which one must be on file; empty asks for none.
        approved_in_advance: Whether it must be approved no later than the day it begins.
        approved_by: Who may approve it; empty means whoever decides.
        at_least: The least credit that an activity must be worth, or None.
    """

    evidence: tuple[str, ...] = ()
    approved_in_advance: bool = False
    approved_by: tuple[str, ...] = ()
    at_least: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so before activities of some kinds count.

    Attributes:
        kinds: Kinds of activity; empty means every kind.
        held: What it asks for, by the day the activity was completed. Days of which it does not
            speak are days without it.
    """

    name: str
    kinds: tuple[str, ...]
    held: Dated[Terms]

    def check(self, activity: Activity, worth: Fraction | None) -> list[Against]:
        """What speaks against an activity; a fact that is not given speaks only perhaps.

        Args:
            activity: The activity; one without a day is open for that reason already.
            worth: The credit it is worth, or None if not known.
        """
        day = activity.completed_on
        if (self.kinds and activity.kind not in self.kinds) or day is None:
            return []
        if not self.held.covers(day):
            return []
        row = self.held.on(day)
        if isinstance(row.value, Unknown):
            because = Because("entry.condition_unknown", {"reason": row.value.reason})
            return [Against(because, for_sure=False, citations=row.citations)]
        terms, cites = row.value, row.citations
        found = [
            _evidence(activity, terms, cites),
            _approver(activity, terms, cites),
            _in_advance(activity, cites) if terms.approved_in_advance else None,
            _size(worth, terms, cites),
        ]
        return [one for one in found if one is not None]


def _evidence(activity: Activity, terms: Terms, cites: tuple[Citation, ...]) -> Against | None:
    if not terms.evidence or set(activity.evidence or ()) & set(terms.evidence):
        return None
    numbers = {"evidence": " or ".join(terms.evidence)}
    if activity.evidence is None:
        return Against(Because("entry.evidence_unknown", numbers), for_sure=False, citations=cites)
    return Against(Because("entry.evidence_missing", numbers), for_sure=True, citations=cites)


def _approver(activity: Activity, terms: Terms, cites: tuple[Citation, ...]) -> Against | None:
    if not terms.approved_by or activity.approved_by in terms.approved_by:
        return None
    numbers = {"may": " or ".join(terms.approved_by)}
    if activity.approved_by is None:
        return Against(Because("entry.approver_unknown", numbers), for_sure=False, citations=cites)
    numbers["approved_by"] = activity.approved_by
    return Against(Because("entry.approver_may_not", numbers), for_sure=True, citations=cites)


def _in_advance(activity: Activity, cites: tuple[Citation, ...]) -> Against | None:
    approved = activity.approved_on
    # What was approved only after its last day was not approved before its first.
    latest = activity.began_on or activity.completed_on
    if approved is not None and latest is not None and approved > latest:
        because = Because("entry.approved_late", {"approved_on": approved.isoformat()})
        return Against(because, for_sure=True, citations=cites)
    if approved is None or activity.began_on is None:
        because = Because("entry.advance_unknown")
        return Against(because, for_sure=False, citations=cites)
    return None


def _size(worth: Fraction | None, terms: Terms, cites: tuple[Citation, ...]) -> Against | None:
    if terms.at_least is None or worth is None or worth >= terms.at_least:
        return None
    because = Because("entry.too_small", {"at_least": show_amount(terms.at_least)})
    return Against(because, for_sure=True, citations=cites)
