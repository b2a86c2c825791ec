"""Whether an artifact may be shown, for one purpose on one day: the only place that decides it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from longleaf.domain.evidence.completeness import Students
from longleaf.domain.microcredential.kinds import CONSENT_FORM


class Purpose(StrEnum):
    """What an artifact is to be shown for."""

    OWN = "own"
    REVIEW = "review"
    BADGE = "badge"
    SHARING = "sharing"


class Scope(StrEnum):
    """What a consent can be for; whatever is none of these needs another consent."""

    REVIEW = "review"
    BADGE = "badge"
    SHARING = "sharing"


class Audience(StrEnum):
    """Whom its owner lets an artifact go to."""

    NOBODY = "nobody"
    REVIEWERS = "reviewers"
    DISPLAY = "display"


class Reason(StrEnum):
    """Why an artifact may be shown (OPEN) or may not (any other)."""

    OPEN = "open"
    GONE = "gone"
    PROOF = "proof"
    KEPT_BACK = "kept_back"
    TIME_OVER = "time_over"
    UNSAID = "unsaid"
    NO_CONSENT = "no_consent"
    NOT_YET_GIVEN = "not_yet_given"
    CONSENT_OVER = "consent_over"
    OUTSIDE_SCOPE = "outside_scope"

    @property
    def allows(self) -> bool:
        """Whether it may be shown."""
        return self is Reason.OPEN

    @property
    def sentence(self) -> str:
        """What its owner reads about it; "" where it may be shown."""
        return _SENTENCES.get(self, "")


_SENTENCES: Final = {
    Reason.GONE: "It is no longer there.",
    Reason.PROOF: "Signed forms are for you alone.",
    Reason.KEPT_BACK: "You keep it to fewer people than that.",
    Reason.TIME_OVER: "The day until which you let others see it is over.",
    Reason.UNSAID: "You have not said whether students appear in it.",
    Reason.NO_CONSENT: "Students can be identified in it, and no consent covers it.",
    Reason.NOT_YET_GIVEN: "The consent that covers it begins later.",
    Reason.CONSENT_OVER: "A consent that covered it has ended.",
    Reason.OUTSIDE_SCOPE: "The consent that covers it is not for this use.",
}

_NEEDS: Final = {
    Purpose.REVIEW: frozenset({Audience.REVIEWERS, Audience.DISPLAY}),
    Purpose.BADGE: frozenset({Audience.DISPLAY}),
    Purpose.SHARING: frozenset({Audience.DISPLAY}),
}


@dataclass(frozen=True, slots=True)
class Covering:
    """A consent that covers an artifact.

    Attributes:
        scopes: What it is for.
        given_on: Its first day.
        last_on: Its last day; None if no end was said.
        withdrawn_on: The first day on which it holds no longer; None if it was not withdrawn.
    """

    scopes: frozenset[Scope]
    given_on: date
    last_on: date | None = None
    withdrawn_on: date | None = None

    def is_over(self, on: date) -> bool:
        """Whether it holds no longer; never true again false on a later day."""
        if self.withdrawn_on is not None and self.withdrawn_on <= on:
            return True
        return self.last_on is not None and self.last_on < on


@dataclass(frozen=True, slots=True)
class Guarded:
    """What decides whether an artifact may be shown.

    Attributes:
        is_there: Whether its content is there and its owner has not asked for its removal.
        kind: Key of its kind.
        students: What its owner says of students in it.
        audience: Whom its owner lets it go to.
        seen_until: The last day on which others see it; None for no such day.
        coverings: The consents that cover it.
    """

    is_there: bool
    kind: str
    students: Students
    audience: Audience = Audience.DISPLAY
    seen_until: date | None = None
    coverings: tuple[Covering, ...] = ()


def decide(artifact: Guarded, purpose: Purpose, *, on: date) -> Reason:
    """Whether an artifact may be shown for a purpose on a day, and if not, the first reason.

    Where students can be identified, every consent that covers it must be in force and be for
    the purpose: different consents cover different people, and one family's no is enough
    (34 CFR 99.30). What was not said counts as identifiable wherever strangers could see it; for
    review it is asked before anything can be submitted.
    """
    if not artifact.is_there:
        return Reason.GONE
    if purpose is Purpose.OWN:
        return Reason.OPEN
    return _by_owner(artifact, purpose, on) or _by_students(artifact, purpose, on)


def _by_owner(artifact: Guarded, purpose: Purpose, on: date) -> Reason | None:
    if artifact.kind == CONSENT_FORM.key:
        return Reason.PROOF
    if artifact.audience not in _NEEDS[purpose]:
        return Reason.KEPT_BACK
    if artifact.seen_until is not None and artifact.seen_until < on:
        return Reason.TIME_OVER
    return None


def _by_students(artifact: Guarded, purpose: Purpose, on: date) -> Reason:
    if artifact.students is Students.UNSAID and purpose is not Purpose.REVIEW:
        return Reason.UNSAID
    if artifact.students is Students.IDENTIFIABLE:
        return _by_consent(artifact.coverings, Scope(purpose.value), on)
    return Reason.OPEN


def _by_consent(coverings: tuple[Covering, ...], scope: Scope, on: date) -> Reason:
    if not coverings:
        return Reason.NO_CONSENT
    if any(one.is_over(on) for one in coverings):
        return Reason.CONSENT_OVER
    if any(one.given_on > on for one in coverings):
        return Reason.NOT_YET_GIVEN
    if any(scope not in one.scopes for one in coverings):
        return Reason.OUTSIDE_SCOPE
    return Reason.OPEN
