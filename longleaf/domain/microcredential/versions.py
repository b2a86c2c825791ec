"""Versions of a micro-credential: what may change, and what did."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

from longleaf.basis.problem import Problem
from longleaf.domain.microcredential.definition import definition_as_data
from longleaf.domain.microcredential.shape import Definition

# What tells two entries of a list apart; entries are compared with their namesake, wherever it
# stands, so that one new question does not make every later one look changed.
_NAMES: Final = (("key",), ("citation",), ("framework", "element"), ("title",))


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions.

    Attributes:
        where: Path with the keys of list entries: "rubric.criteria[feedback].next_step".
        kind: "added", "removed", "changed" or "reordered".
        before: The text in the earlier version, None if added.
        after: The text in the later version, None if removed.
    """

    where: str
    kind: str
    before: str | None
    after: str | None


def next_version_number(published: Iterable[int]) -> int:
    """The number after the highest ever published; 1 for the first.

    Raises:
        ValueError: If a number is below 1.
    """
    numbers = list(published)
    if any(number < 1 for number in numbers):
        message = f"Version numbers begin at 1; {min(numbers)} is not one."
        raise ValueError(message)
    return max(numbers, default=0) + 1


def check_next_version(before: Definition, after: Definition) -> list[Problem]:
    """What keeps `after` from being the next version of `before`; empty when nothing does.

    Everything may change except what ties the versions together: the slug, by which links and
    stacks find them, and the kind of an evidence part, because answers typed for one version are
    carried into the next under the part's key.
    """
    problems = []
    if before.slug != after.slug:
        reason = f'The slug must stay "{before.slug}" in every version.'
        problems.append(Problem("slug", reason, "For another slug, start a new micro-credential."))
    kinds = {part.key: part.kind for part in before.evidence.parts}
    for at, part in enumerate(after.evidence.parts):
        if kinds.get(part.key, part.kind) != part.kind:
            reason = f'Part "{part.key}" was of kind "{kinds[part.key]}" in the earlier version.'
            fix = "Give the new part a key of its own."
            problems.append(Problem(f"evidence.parts[{at}].kind", reason, fix))
    if before == after:
        problems.append(
            Problem("", "Nothing differs from the earlier version.", "Change something.")
        )
    return problems


def changes_between(before: Definition, after: Definition) -> list[Change]:
    """Every difference, field by field, in the order of the definition."""
    return list(_changes("", definition_as_data(before), definition_as_data(after)))


def _changes(where: str, before: object, after: object) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            path = f"{where}.{key}" if where else key
            yield from _changes(path, before.get(key), after.get(key))
    elif _has_names(before) and _has_names(after):
        yield from _list_changes(where, _named(before), _named(after))
    else:
        yield _change(where, before, after)


def _list_changes(
    where: str, before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[Change]:
    for name, entry in before.items():
        yield from _changes(f"{where}[{name}]", entry, after.get(name))
    for name, entry in after.items():
        if name not in before:
            yield _change(f"{where}[{name}]", None, entry)
    kept_before = [name for name in before if name in after]
    kept_after = [name for name in after if name in before]
    if kept_before != kept_after:
        yield Change(where, "reordered", ", ".join(kept_before), ", ".join(kept_after))


def _has_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _named(value: object) -> dict[str, object]:
    """List entries by name; a name that comes again gets a number, so that no entry is lost."""
    named: dict[str, object] = {}
    for entry in cast("list[dict[str, object]]", value):
        fields = next(fields for fields in _NAMES if all(field in entry for field in fields))
        name = " ".join(str(entry[field]) for field in fields)
        number = 2
        unique = name
        while unique in named:
            unique = f"{name} ({number})"
            number += 1
        named[unique] = entry
    return named


def _change(where: str, before: object, after: object) -> Change:
    if before in (None, [], ""):
        return Change(where, "added", None, _shown(after))
    if after in (None, [], ""):
        return Change(where, "removed", _shown(before), None)
    return Change(where, "changed", _shown(before), _shown(after))


def _shown(value: object) -> str:
    """A value as one text: lists of words joined, larger entries as their fields, one a line."""
    if isinstance(value, list):
        separator = ", " if all(isinstance(entry, str) for entry in value) else "\n"
        return separator.join(_shown(entry) for entry in value)
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_shown(entry)}" for key, entry in value.items())
    return value if isinstance(value, str) else json.dumps(value)
