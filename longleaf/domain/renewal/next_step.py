"""The next best step: the one thing worth doing now, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from longleaf.domain.renewal.standing import Standing


@dataclass(frozen=True, slots=True)
class Begun:
    """A submission that waits for its educator.

    Attributes:
        state: draft or not_yet.
    """

    key: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A micro-credential that would serve a category, and what it is worth here.

    Attributes:
        categories: Names of the license's categories it may count in.
        credits: In the policy's own unit, or None if no rule on record sets a value.
        says: The arithmetic, or why there is none, as a sentence.
    """

    slug: str
    title: str
    categories: tuple[str, ...]
    credits: Fraction | None
    says: str


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next.

    Attributes:
        kind: record_license, revise, continue, begin, record_activity, ask_rating or rest.
        key: What it concerns: a submission's identifier or a micro-credential's slug; "" if
            nothing in particular.
        title: The name of that; "" if nothing in particular.
        category: Title of the category it serves, for begin and record_activity.
        credits: What it is worth, for begin.
        missing: What is missing in that category.
        by: The last day of the license, where one is on record.
    """

    kind: str
    key: str = ""
    title: str = ""
    category: str = ""
    credits: Fraction | None = None
    missing: Fraction | None = None
    by: date | None = None


def next_step(standing: Standing | None, begun: Sequence[Begun], offers: Sequence[Offer]) -> Step:
    """Choose the next step: what is closest to done first, then the scarcest gap.

    Args:
        standing: Of the license that ends first; None if no license is on record.
        begun: Submissions that wait for their educator, the latest first.
        offers: Micro-credentials that are neither earned nor begun.
    """
    by = standing.expires_on if standing else None
    for state, kind in (("not_yet", "revise"), ("draft", "continue")):
        waiting = next((one for one in begun if one.state == state), None)
        if waiting is not None:
            return Step(kind, waiting.key, waiting.title, by=by)
    if standing is None:
        return Step("record_license")
    # The category that takes anything closes by itself, so it comes last, as in the rules.
    for gap in standing.gaps:
        offer = best_offer(gap.name, offers)
        if offer is not None:
            return Step("begin", offer.slug, offer.title, gap.title, offer.credits, gap.missing, by)
    if standing.gaps:
        first = standing.gaps[0]
        return Step("record_activity", category=first.title, missing=first.missing, by=by)
    if any(one.rule == "rating" and one.outcome == "unknown" for one in standing.others):
        return Step("ask_rating", by=by)
    return Step("rest", by=by)


def best_offer(category: str, offers: Sequence[Offer]) -> Offer | None:
    """The offer worth most in a category; one without a value on record comes last."""
    fitting = [one for one in offers if category in one.categories]
    return max(
        fitting,
        key=lambda one: (one.credits is not None, one.credits or Fraction(0)),
        default=None,
    )
