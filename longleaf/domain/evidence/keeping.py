"""For how long an artifact is kept: two classes, rules as data, and holds that stop all of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from longleaf.domain.evidence.completeness import Students
from longleaf.domain.microcredential.kinds import CONSENT_FORM, artifact_kind


class KeepingClass(StrEnum):
    """What a thing is, for keeping: the educator's own work, or something that shows students."""

    EDUCATOR = "educator"
    STUDENTS = "students"


class CountedFrom(StrEnum):
    """From when a rule counts its days."""

    ADDED = "added"
    DECIDED = "decided"


# Why a content goes where no rule of a schedule says so.
OWNER_ASKED: Final = "owner"
CONSENT_ENDED: Final = "consent_ended"
PAINTED_OVER: Final = "painted_over"
SUBSTITUTED: Final = "substituted"
UPLOAD_EXPIRED: Final = "upload_expired"
WORDS_OF_RULES: Final = {
    OWNER_ASKED: "Its owner removed it",
    CONSENT_ENDED: "A consent that covered it ended",
    PAINTED_OVER: "Replaced by a picture with areas painted over",
    SUBSTITUTED: "Replaced by a text or sound",
    UPLOAD_EXPIRED: "Never arrived completely",
}


@dataclass(frozen=True, slots=True)
class KeepingRule:
    """A line of an organization's schedule.

    Attributes:
        code: As the schedule names it.
        keeping_class: What it is for.
        days: Days that a thing is kept; at least 1.
        counted_from: From when they count.
    """

    code: str
    keeping_class: KeepingClass
    days: int
    counted_from: CountedFrom


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping depends on, of one artifact.

    Attributes:
        keeping_class: Its class.
        added_on: The day it was added.
        decided_on: The day of the last decision on anything it was handed in for; None if none.
        is_in_use: Whether something still open uses it, or it proves a consent in force.
        is_held: Whether its owner is under a legal hold.
    """

    keeping_class: KeepingClass
    added_on: date
    decided_on: date | None
    is_in_use: bool
    is_held: bool


def class_of(students: Students, kind: str, *, recording: bool) -> KeepingClass:
    """The class of an artifact; what was not said counts as showing students where it is likely."""
    if kind == CONSENT_FORM.key or students in (Students.NOT_IDENTIFIABLE, Students.IDENTIFIABLE):
        return KeepingClass.STUDENTS
    likely = recording or artifact_kind(kind).may_show_students
    if students is Students.UNSAID and likely:
        return KeepingClass.STUDENTS
    return KeepingClass.EDUCATOR


def due_on(kept: Kept, rule: KeepingRule) -> date | None:
    """The day from which the rule wants an artifact destroyed; None while it must stay.

    What is in use or held stays, whatever the rule. A rule that counts from a decision counts from
    the day of adding where nothing was ever decided.
    """
    if kept.is_in_use or kept.is_held or kept.keeping_class is not rule.keeping_class:
        return None
    begins = kept.added_on
    if rule.counted_from is CountedFrom.DECIDED and kept.decided_on is not None:
        begins = max(begins, kept.decided_on)
    return begins + timedelta(days=rule.days)


def words_of_rule(rule: str) -> str:
    """What pages say of the rule by which something was destroyed."""
    return WORDS_OF_RULES.get(rule, rule)
