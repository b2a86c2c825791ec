"""Filters for the words of a definition."""

from collections.abc import Iterable

from django import template

from longleaf.domain.microcredential.kinds import artifact_kind
from longleaf.web.labels import ARTIFACTS, EVERY

register = template.Library()


@register.filter
def label(key: str) -> str:
    """What pages call a kind of license, grade span, category, part or artifact."""
    return EVERY.get(key, key.replace("_", " "))


@register.filter
def labels(keys: Iterable[str]) -> str:
    """Several of them, as a list in words; the later ones in lower case, as in a sentence."""
    words = [label(key) for key in keys]
    return ", ".join([*words[:1], *(_inside(word) for word in words[1:])])


def _inside(words: str) -> str:
    """As it stands inside a sentence."""
    return words[:1].lower() + words[1:]


@register.filter
def may_show_students(keys: Iterable[str]) -> bool:
    """Whether students usually appear in one of these kinds of artifact."""
    return any(key in ARTIFACTS and artifact_kind(key).may_show_students for key in keys)


@register.filter
def alternatives(keys: Iterable[str]) -> str:
    """Several of them, any of which will do: "video of practice or audio recording"."""
    words = [label(key) for key in keys]
    lower = [_inside(word) for word in words]
    return " or ".join(filter(None, [", ".join(lower[:-1]), *lower[-1:]]))
