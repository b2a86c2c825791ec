"""What differs between two versions of a plan, or between a plan and the one it began from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from longleaf.domain.plan.draft import Value, flatten


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        section: Key of the section.
        where: Path within it.
        kind: "added", "removed", "changed" or "reordered".
        before: The text in the first, "" if there was none.
        after: The text in the second.
    """

    section: str
    where: str
    kind: str
    before: str
    after: str


def changes_between(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> list[Change]:
    """Every difference, field by field, in the order of the sections."""
    found = []
    for section in dict.fromkeys((*before, *after)):
        old, new = flatten(before.get(section, {})), flatten(after.get(section, {}))
        for path in dict.fromkeys((*old, *new)):
            change = _change(section, path, old.get(path, ""), new.get(path, ""))
            if change is not None:
                found.append(change)
    return found


def _change(section: str, path: str, old: Value, new: Value) -> Change | None:
    if (old or "") == (new or ""):
        return None
    if _is_order(path, old, new):
        # Entries that come or go are told by their own fields.
        if sorted(old) != sorted(new):
            return None
        return Change(section, path, "reordered", _shown(old), _shown(new))
    kind = "added" if not old else "removed" if not new else "changed"
    return Change(section, path, kind, _shown(old), _shown(new))


def _is_order(path: str, old: Value, new: Value) -> bool:
    return "." not in path and (isinstance(old, tuple) or isinstance(new, tuple))


def _shown(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)
