"""Reading plain data (a parsed file, a form, a request) field by field, collecting all problems."""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from longleaf.basis.problem import Problem

# Line feed and tab are the only control characters a text may hold; the others, and lone
# surrogates, cannot be stored as text or signed.
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z", re.ASCII)
_URL = re.compile(r"https?://[^\s/?#@\\]+\.[^\s/?#@\\]+(?:[/?#]\S*)?\Z", re.ASCII)
_LONGEST_KEY = 80


@dataclass(slots=True)
class Section:
    """One mapping being read: every read notes what is wrong and still returns a plain value.

    Attributes:
        data: The mapping; anything else counts as an empty one, with a problem.
        where: Path of the mapping within the whole, "" for the whole itself.
        problems: Shared by all sections of one reading.
    """

    data: Mapping[str, object]
    where: str
    problems: list[Problem]
    known: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, data: object, *, where: str = "", problems: list[Problem]) -> "Section":
        """Start reading; `data` that is not a mapping is itself a problem."""
        if isinstance(data, Mapping):
            return cls(cast("Mapping[str, object]", data), where, problems)
        problems.append(Problem(where, "This must be a set of named fields."))
        return cls({}, where, problems)

    def path(self, key: str) -> str:
        """The path of one field."""
        return f"{self.where}.{key}" if self.where else key

    def fault(self, key: str, reason: str, fix: str = "") -> None:
        """Note a problem with one field ("" for the section as a whole)."""
        self.problems.append(Problem(self.path(key) if key else self.where, reason, fix))

    def finish(self) -> None:
        """Note every field that nobody asked for: a misspelled name must not pass in silence."""
        for key in self.data:
            if key not in self.known:
                close = difflib.get_close_matches(str(key), sorted(self.known), n=1)
                fix = f'Did you mean "{close[0]}"?' if close else "Remove it."
                self.fault(str(key), f'There is no field called "{key}" here.', fix)

    def _raw(self, key: str) -> object:
        self.known.add(key)
        return self.data.get(key)

    def text(self, key: str, *, longest: int, required: bool = True, one_line: bool = False) -> str:
        """A text without spaces around it; "" when it is missing or wrong."""
        raw = self._raw(key)
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            if required:
                self.fault(key, "This is missing.", "Write it.")
            return ""
        if not isinstance(raw, str):
            self.fault(key, "This must be text.", f'Put it in quotes: "{raw}".')
            return ""
        return self._checked(key, raw.strip(), longest=longest, one_line=one_line)

    def _checked(self, key: str, text: str, *, longest: int, one_line: bool) -> str:
        if _UNSTORABLE.search(text):
            self.fault(key, "This holds a character that cannot be stored.", "Type it again.")
            return ""
        if len(text) > longest:
            over = len(text) - longest
            self.fault(key, f"This may have at most {longest} characters.", f"Take out {over}.")
        if one_line and "\n" in text:
            self.fault(key, "This must be on one line.", "Take out the line breaks.")
        return text

    def optional_text(self, key: str, *, longest: int) -> str | None:
        """A text, or None when it is absent or empty."""
        return self.text(key, longest=longest, required=False) or None

    def key(self, key: str) -> str:
        """A short stable name such as "context-questions": lower case, digits, - and _."""
        text = self.text(key, longest=_LONGEST_KEY)
        if text and not _SLUG.match(text):
            fix = 'Use lower-case letters, digits, "-" and "_", such as "student-work".'
            self.fault(key, f'"{text}" cannot be used as a key.', fix)
        return text

    def url(self, key: str) -> str | None:
        """A web address, or None; only http and https, and never with a password in it."""
        text = self.optional_text(key, longest=500)
        if text is not None and not _URL.match(text):
            self.fault(key, f'"{text}" is not a web address.', "Start it with https://.")
        return text

    def whole_number(self, key: str, *, least: int, most: int) -> int:
        """A whole number between two bounds, both allowed; `least` when missing or wrong."""
        raw = self._raw(key)
        if isinstance(raw, bool) or not isinstance(raw, int):
            self.fault(
                key, "This must be a whole number.", f"Give a number from {least} to {most}."
            )
            return least
        if not least <= raw <= most:
            self.fault(key, f"This must be from {least} to {most}, not {raw}.")
        return raw

    def choice(self, key: str, allowed: Sequence[str]) -> str:
        """One of the allowed words; "" when missing or wrong."""
        text = self.text(key, longest=_LONGEST_KEY)
        if text and text not in allowed:
            self.fault(key, f'"{text}" is not known here.', f"Choose one of: {', '.join(allowed)}.")
            return ""
        return text

    def choices(
        self, key: str, allowed: Sequence[str], *, at_least: int = 1, empty: str = ""
    ) -> tuple[str, ...]:
        """Some of the allowed words, in the order of `allowed`, whatever order they came in."""
        found = self.texts(key, at_least=at_least, empty=empty)
        for at, text in enumerate(found):
            if text not in allowed:
                fix = f"Choose from: {', '.join(allowed)}."
                self.fault(f"{key}[{at}]", f'"{text}" is not known here.', fix)
        return tuple(word for word in allowed if word in found)

    def texts(self, key: str, *, at_least: int = 0, empty: str = "") -> tuple[str, ...]:
        """A list of short texts, none twice."""
        items = self._items(key, at_least=at_least, empty=empty)
        found = []
        for at, item in enumerate(items):
            one = Section({"": item}, self.path(f"{key}[{at}]"), [])
            text = one.text("", longest=200)
            self.problems += [Problem(one.where, p.reason, p.fix) for p in one.problems]
            found.append(text)
        for at in repeats(found):
            self.fault(f"{key}[{at}]", f'"{found[at]}" is listed twice.', "Keep one of the two.")
        return tuple(text for text in found if text)

    def section(self, key: str) -> "Section":
        """A nested mapping."""
        raw = self._raw(key)
        if raw is None:
            self.fault(key, "This is missing.", "Add it.")
            return Section({}, self.path(key), [])  # One problem is enough for a missing part.
        return Section.of(raw, where=self.path(key), problems=self.problems)

    def sections(self, key: str, *, at_least: int = 0, empty: str = "") -> list["Section"]:
        """A list of mappings; `empty` says what to add when there are fewer than `at_least`."""
        items = self._items(key, at_least=at_least, empty=empty)
        return [
            Section.of(item, where=self.path(f"{key}[{at}]"), problems=self.problems)
            for at, item in enumerate(items)
        ]

    def _items(self, key: str, *, at_least: int, empty: str) -> Sequence[object]:
        raw = self._raw(key)
        items: Sequence[object] = ()
        if isinstance(raw, list | tuple):
            items = raw
        elif raw is not None:
            self.fault(key, "This must be a list.", "Start each entry on its own line.")
            return ()
        if len(items) < at_least:
            count = "at least one entry" if at_least == 1 else f"at least {at_least} entries"
            self.fault(key, f"This needs {count}.", empty)
        return items


def is_storable(text: str) -> bool:
    """Whether a text can be stored and signed: no control characters, no halves of characters."""
    return _UNSTORABLE.search(text) is None


def repeats(words: Iterable[str]) -> list[int]:
    """Where a word stands that stood before; empty words do not count."""
    seen: set[str] = set()
    found = []
    for at, word in enumerate(words):
        if word and word in seen:
            found.append(at)
        seen.add(word)
    return found


def note_repeats(sections: Sequence[Section], key: str, values: Collection[str]) -> None:
    """Note a problem at each section whose `key` an earlier section of the list already has."""
    ordered = list(values)
    for at in repeats(ordered):
        fix = "Give each its own."
        sections[at].fault(key, f'"{ordered[at]}" is used twice.', fix)
