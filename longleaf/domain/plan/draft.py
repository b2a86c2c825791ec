"""A section being written: fields by path, entries, and two texts brought together."""

import copy
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import is_storable
from longleaf.domain.plan.content import COVERAGE_TEXTS, COVERAGE_WORDS, TEXTS, WORDS, Data
from longleaf.domain.plan.kind import Element

LONGEST_TEXT: Final = 20_000
MOST_ENTRIES: Final = 60
_PLACE = re.compile(r"([a-z]+)\[([a-z0-9-]{1,40})\]\.([a-z_]+)\Z", re.ASCII)
_COVERAGE = re.compile(r"coverage\.([a-z_]+)\Z", re.ASCII)

Value = str | tuple[str, ...]


def empty_section(element: Element) -> Data:
    """A section with nothing in it yet but a place for everything."""
    data: Data = {"text": ""}
    for name in element.holds:
        if name == "coverage":
            texts = dict.fromkeys(COVERAGE_TEXTS, "")
            data[name] = {**texts, **{one: [] for one in COVERAGE_WORDS}}
        else:
            data[name] = []
    return data


def flatten(data: Mapping[str, Any]) -> dict[str, Value]:
    """Every field by its path; a list gives the order of its entries' keys under its name.

    >>> flatten({"text": "a", "goals": [{"key": "g1", "title": "b", "source": ""}]})
    {'text': 'a', 'goals': ('g1',), 'goals[g1].title': 'b', 'goals[g1].source': ''}
    """
    found: dict[str, Value] = {}
    for name, given in data.items():
        if name in TEXTS:
            found[name] = tuple(str(one["key"]) for one in given)
            for one in given:
                for key, value in one.items():
                    if key != "key":
                        found[f"{name}[{one['key']}].{key}"] = _value(value)
        elif isinstance(given, Mapping):
            found |= {f"{name}.{key}": _value(value) for key, value in given.items()}
        else:
            found[name] = _value(given)
    return found


def unflatten(fields: Mapping[str, Value]) -> Data:
    """The section of these fields; a field of an entry that its list does not name is left out."""
    data: Data = {}
    for path, value in fields.items():
        if place := _PLACE.match(path):
            name, key, part = place.groups()
            if key in fields.get(name, ()):
                for one in data.setdefault(name, _entries(fields, name)):
                    if one["key"] == key:
                        one[part] = _kept(value)
        elif path in TEXTS:
            data.setdefault(path, _entries(fields, path))
        elif found := _COVERAGE.match(path):
            data.setdefault("coverage", {})[found[1]] = _kept(value)
        else:
            data[path] = _kept(value)
    return data


def _entries(fields: Mapping[str, Value], name: str) -> list[Data]:
    return [{"key": key} for key in fields.get(name, ())]


def _value(given: object) -> Value:
    return given if isinstance(given, str) else tuple(str(one) for one in _sequence(given))


def _sequence(given: object) -> Sequence[object]:
    return given if isinstance(given, list | tuple) else ()


def _kept(value: Value) -> object:
    return value if isinstance(value, str) else list(value)


def is_field(element: Element, path: str) -> bool:
    """Whether a section of this element can have a field of this path."""
    if path == "text":
        return True
    if place := _PLACE.match(path):
        name, _, part = place.groups()
        return name in element.holds and part in (*TEXTS.get(name, ()), *WORDS.get(name, ()))
    found = _COVERAGE.match(path)
    return (
        "coverage" in element.holds
        and found is not None
        and found[1] in (*COVERAGE_TEXTS, *COVERAGE_WORDS)
    )


def changed(
    element: Element, data: Mapping[str, Any], changes: Mapping[str, Sequence[str]]
) -> Data:
    """The section with these fields written.

    Raises:
        ProblemsError: If a field does not exist, its entry was removed, or it is too long.
    """
    fields = flatten(data)
    problems = []
    for path, texts in changes.items():
        if not is_field(element, path):
            problems.append(Problem(path, f'There is no field "{path}" in this section.'))
        elif path != "text" and not path.startswith("coverage.") and path not in fields:
            reason = "This entry was removed meanwhile."
            problems.append(Problem(path, reason, "Add it again to keep what you typed."))
        elif not all(is_storable(one) for one in texts):
            reason = "This holds a character that cannot be stored."
            problems.append(Problem(path, reason, "Type it again."))
        elif sum(len(one) for one in texts) > LONGEST_TEXT:
            reason = f"This may have at most {LONGEST_TEXT:,} characters."
            problems.append(Problem(path, reason, "Shorten it."))
        else:
            fields[path] = _written(path, texts)
    if problems:
        raise ProblemsError(problems)
    return unflatten(fields)


def _written(path: str, texts: Sequence[str]) -> Value:
    name, _, part = path.replace("].", ".").rpartition(".")
    several = (
        part in COVERAGE_WORDS if name == "coverage" else part in WORDS.get(name.split("[")[0], ())
    )
    if several:
        return tuple(dict.fromkeys(one for one in texts if one))
    return (texts[0] if texts else "").replace("\r\n", "\n").strip()


def take_step(element: Element, data: Mapping[str, Any], act: str, where: str) -> Data:
    """Add an entry to a list ("add", "goals"), or take one away ("remove", "goals[g2]").

    Raises:
        ProblemsError: If there is no such list or entry, or the list is full.
    """
    found = copy.deepcopy(dict(data))
    name, _, key = where.rstrip("]").partition("[")
    if name not in element.holds or name not in TEXTS:
        raise ProblemsError([Problem(where, f'There is no list "{name}" in this section.')])
    entries = found.setdefault(name, [])
    if act == "add" and not key:
        if len(entries) >= MOST_ENTRIES:
            raise ProblemsError([Problem(where, f"A list has at most {MOST_ENTRIES} entries.")])
        entries.append(new_entry(name, [str(one["key"]) for one in entries]))
    elif act == "remove" and key in [one["key"] for one in entries]:
        found[name] = [one for one in entries if one["key"] != key]
    else:
        raise ProblemsError([Problem(where, "This entry was removed meanwhile.")])
    return found


def new_entry(name: str, used: Sequence[str], key: str = "") -> Data:
    """An empty entry with a key of its own."""
    if not key:
        number = len(used) + 1
        while f"{name[0]}{number}" in used:
            number += 1
        key = f"{name[0]}{number}"
    return {
        "key": key,
        **dict.fromkeys(TEXTS[name], ""),
        **{one: [] for one in WORDS[name]},
    }


def whole_section(element: Element, given: Mapping[str, Any]) -> Data:
    """A section from someone's data, with an empty place for whatever it leaves out.

    Raises:
        ProblemsError: If something stands there that the section cannot hold.
    """
    data = empty_section(element)
    problems: list[Problem] = []
    for name, value in given.items():
        if name not in data:
            problems.append(Problem(name, f'There is no field "{name}" in this section.'))
        elif name in TEXTS:
            data[name] = _whole_list(name, value, problems)
        elif name == "coverage":
            data[name] |= _whole_fields(name, value, (*COVERAGE_TEXTS,), COVERAGE_WORDS, problems)
        elif not isinstance(value, str):
            problems.append(Problem(name, "This must be text."))
        else:
            data[name] = value.strip()
    if len(json.dumps(data)) > LONGEST_TEXT * 5:
        problems.append(Problem("", "The section is too long.", "Shorten some texts."))
    if not all(is_storable(one) for one in _texts(data)):
        problems.append(Problem("", "This holds a character that cannot be stored."))
    if problems:
        raise ProblemsError(problems)
    return data


def _texts(data: Data) -> Iterator[str]:
    """Every text of a section, one by one: JSON would hide what cannot be stored."""
    for value in flatten(data).values():
        yield from (value,) if isinstance(value, str) else value


def _whole_list(name: str, given: object, problems: list[Problem]) -> list[Data]:
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        problems.append(Problem(name, "This must be a list, each entry a set of named fields."))
        return []
    found: list[Data] = []
    for at, one in enumerate(given):
        used = [str(entry["key"]) for entry in found]
        key = one.get("key", "")
        if not isinstance(key, str) or not re.fullmatch(r"[a-z0-9-]{0,40}", key) or key in used:
            problems.append(Problem(f"{name}[{at}].key", "Each entry needs a key of its own."))
            continue
        entry = new_entry(name, used, key)
        rest = {field: value for field, value in one.items() if field != "key"}
        where = f"{name}[{at}]"
        found.append(entry | _whole_fields(where, rest, TEXTS[name], WORDS[name], problems))
    return found


def _whole_fields(
    where: str,
    given: object,
    texts: Sequence[str],
    words: Sequence[str],
    problems: list[Problem],
) -> Data:
    found: Data = {}
    for name, value in (given if isinstance(given, Mapping) else {}).items():
        if name in texts and isinstance(value, str):
            found[name] = value.strip()
        elif (
            name in words and isinstance(value, list) and all(isinstance(one, str) for one in value)
        ):
            found[name] = list(value)
        else:
            problems.append(Problem(f"{where}.{name}", "This field cannot hold that."))
    return found


@dataclass(frozen=True, slots=True)
class Merged:
    """Two people's texts brought together.

    Attributes:
        data: Both people's changes, where they touch different fields.
        conflicts: Paths that both changed, each in another way; `data` has theirs there.
    """

    data: Data
    conflicts: tuple[str, ...]


def merge(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Merged:
    """Bring together what two people made of the same section.

    Args:
        base: What both had read.
        theirs: What stands there now.
        mine: What is to be saved.

    Returns:
        Every change of either one, or its path among the conflicts: nothing is lost in silence.
    """
    old, there, here = flatten(base), flatten(theirs), flatten(mine)
    found: dict[str, Value] = {}
    conflicts = []
    for path in dict.fromkeys((*there, *here, *old)):
        before, their_value, my_value = old.get(path), there.get(path), here.get(path)
        if path in TEXTS:
            found[path] = _order(old.get(path, ()), there.get(path, ()), here.get(path, ()))
        elif my_value in (their_value, before):
            _keep(found, path, their_value)
        elif their_value == before:
            _keep(found, path, my_value)
        else:
            conflicts.append(path)
            _keep(found, path, their_value if their_value is not None else my_value)
    return Merged(unflatten(found), tuple(conflicts))


def _keep(found: dict[str, Value], path: str, value: Value | None) -> None:
    if value is not None:
        found[path] = value


def _order(before: Value, theirs: Value, mine: Value) -> Value:
    """The keys of a list: theirs, without what I removed, and with what I added."""
    removed = set(before) - set(mine)
    kept = [key for key in theirs if key not in removed]
    return (*kept, *(key for key in mine if key not in kept and key not in before))
