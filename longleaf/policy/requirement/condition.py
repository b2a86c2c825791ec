"""Condition: what must be so before something counts: its proof, its approval, its size."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from longleaf.basis.amount import show_amount
from longleaf.policy.citation import Citation
from longleaf.policy.finding import Because
from longleaf.policy.parameter import Dated, Unknown
from longleaf.policy.requirement.against import Against

# What rules call awards and badges from elsewhere, beside the kinds of activity.
MICROCREDENTIAL: Final = "microcredential"
RECOGNIZED: Final = "recognized"
NOT_ACTIVITIES: Final = (MICROCREDENTIAL, RECOGNIZED)


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
class Proof:
    """What is known of how an activity, an award or a recognized badge came about.

    Attributes:
        kind: The kind of activity; "microcredential" or "recognized" for the others.
        on: The day it was completed, granted or earned.
    """

    kind: str
    on: date | None
    began_on: date | None = None
    evidence: tuple[str, ...] | None = None
    approved_on: date | None = None
    approved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so before credit of some kinds counts.

    Attributes:
        kinds: Kinds of activity; "microcredential" and "recognized" stand for awards and for
            badges earned elsewhere. Empty means every kind of activity, and neither of those.
        held: What it asks for, by the day the activity was completed. Days of which it does not
            speak are days without it.
    """

    name: str
    kinds: tuple[str, ...]
    held: Dated[Terms]

    def check(self, proof: Proof, worth: Fraction | None) -> list[Against]:
        """What speaks against an entry; a fact that is not given speaks only perhaps.

        Args:
            proof: The entry; one without a day is open for that reason already.
            worth: The credit it is worth, or None if not known.
        """
        day = proof.on
        asked = proof.kind in self.kinds if self.kinds else proof.kind not in NOT_ACTIVITIES
        if not asked or day is None:
            return []
        if not self.held.covers(day):
            return []
        row = self.held.on(day)
        if isinstance(row.value, Unknown):
            because = Because("entry.condition_unknown", {"reason": row.value.reason})
            return [Against(because, for_sure=False, citations=row.citations)]
        terms, cites = row.value, row.citations
        found = [
            _evidence(proof, terms, cites),
            _approver(proof, terms, cites),
            _in_advance(proof, cites) if terms.approved_in_advance else None,
            _size(worth, terms, cites),
        ]
        return [one for one in found if one is not None]


def _evidence(proof: Proof, terms: Terms, cites: tuple[Citation, ...]) -> Against | None:
    if not terms.evidence or set(proof.evidence or ()) & set(terms.evidence):
        return None
    numbers = {"evidence": " or ".join(terms.evidence)}
    if proof.evidence is None:
        return Against(Because("entry.evidence_unknown", numbers), for_sure=False, citations=cites)
    return Against(Because("entry.evidence_missing", numbers), for_sure=True, citations=cites)


def _approver(proof: Proof, terms: Terms, cites: tuple[Citation, ...]) -> Against | None:
    if not terms.approved_by or proof.approved_by in terms.approved_by:
        return None
    numbers = {"may": " or ".join(terms.approved_by)}
    if proof.approved_by is None:
        return Against(Because("entry.approver_unknown", numbers), for_sure=False, citations=cites)
    numbers["approved_by"] = proof.approved_by
    return Against(Because("entry.approver_may_not", numbers), for_sure=True, citations=cites)


def _in_advance(proof: Proof, cites: tuple[Citation, ...]) -> Against | None:
    approved = proof.approved_on
    # What was approved only after its last day was not approved before its first.
    latest = proof.began_on or proof.on
    if approved is not None and latest is not None and approved > latest:
        because = Because("entry.approved_late", {"approved_on": approved.isoformat()})
        return Against(because, for_sure=True, citations=cites)
    if approved is None or proof.began_on is None:
        because = Because("entry.advance_unknown")
        return Against(because, for_sure=False, citations=cites)
    return None


def _size(worth: Fraction | None, terms: Terms, cites: tuple[Citation, ...]) -> Against | None:
    if terms.at_least is None or worth is None or worth >= terms.at_least:
        return None
    because = Because("entry.too_small", {"at_least": show_amount(terms.at_least)})
    return Against(because, for_sure=True, citations=cites)
