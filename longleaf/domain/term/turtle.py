"""Turtle: written always the same, and read as others write it."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from longleaf.domain.term.skos import PREFIXES, RDF, XSD, Literal, NotSkosError, Statement, Value

_LOCAL: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z", re.ASCII)
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TOKEN: Final = re.compile(
    r"""(?P<space>\s+|\#[^\n\r]*)
    |(?P<iri><[^<>"{}|^`\x00-\x20]*>)
    |(?P<long>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3})
    |(?P<string>"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<directive>@prefix\b|@base\b|(?i:PREFIX|BASE)\b(?!:))
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<typed>\^\^)
    |(?P<number>[+-]?(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?)
    |(?P<blank>_:[\w.-]*[\w-])
    |(?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:%][\w:.%-]*[\w:%-]|[\w:%])?)
    |(?P<word>a\b|true\b|false\b)
    |(?P<mark>[.;,\[\]()])""",
    re.VERBOSE | re.DOTALL,
)
_UNESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_PLAIN: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def as_turtle(said: Iterable[Statement], *, base: str) -> str:
    """Statements as Turtle, one subject after the other; the same text for the same statements."""
    prefixes = {**PREFIXES, "term": f"{base}#"}
    lines = [f"@prefix {name}: <{address}> ." for name, address in sorted(prefixes.items())]
    subject = predicate = ""
    for one, name, value in said:
        told = f"{_short(name, prefixes)} {_value(value, prefixes)}"
        if one != subject:
            lines += [*([lines.pop() + " ."] if subject else []), "", f"<{_iri(one)}> {told}"]
        elif name != predicate:
            lines[-1] += " ;"
            lines.append(f"    {told}")
        else:
            lines[-1] += ","
            lines.append(f"        {_value(value, prefixes)}")
        subject, predicate = one, name
    return "\n".join([*lines[:-1], lines[-1] + (" ." if subject else ""), ""])


def _iri(address: str) -> str:
    return re.sub(r'[<>"{}|^`\\\x00-\x20]', lambda one: f"%{ord(one[0]):02X}", address)


def _short(address: str, prefixes: dict[str, str]) -> str:
    if address == f"{RDF}type":
        return "a"
    for name, start in prefixes.items():
        if address.startswith(start) and _LOCAL.match(address[len(start) :]):
            return f"{name}:{address[len(start) :]}"
    return f"<{_iri(address)}>"


def _value(value: Value, prefixes: dict[str, str]) -> str:
    if not isinstance(value, Literal):
        return _short(value, prefixes)
    text = "".join(_ESCAPES.get(sign, sign) for sign in value.text)
    if value.language:
        return f'"{text}"@{value.language}'
    return f'"{text}"^^{_short(value.datatype, prefixes)}' if value.datatype else f'"{text}"'


def from_turtle(text: str) -> list[Statement]:
    """The statements of a Turtle document.

    Raises:
        NotSkosError: If it is no Turtle, with the line.
    """
    return list(_Reading(text).document())


class _Reading:
    """One document on its way."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.prefixes: dict[str, str] = {}
        self.base = ""
        self.blanks = 0
        self.said: list[Statement] = []
        self.kind, self.sign = "", ""
        self.next()

    def next(self) -> None:
        while self.at < len(self.text):
            found = _TOKEN.match(self.text, self.at)
            if found is None:
                raise self.fault()
            self.at = found.end()
            self.kind, self.sign = str(found.lastgroup), found[0]
            if self.kind != "space":
                return
        self.kind = self.sign = ""

    def fault(self) -> NotSkosError:
        line = self.text.count("\n", 0, self.at) + 1
        return NotSkosError(f"Line {line} is not Turtle.")

    def take(self, sign: str) -> None:
        if self.sign != sign:
            raise self.fault()
        self.next()

    def document(self) -> Iterator[Statement]:
        while self.kind:
            if self.kind == "directive":
                self.directive()
                continue
            if self.sign == "[":
                subject = self.blank_with_properties()
                if self.sign != ".":
                    self.properties(subject)
            else:
                self.properties(self.subject())
            self.take(".")
        yield from self.said

    def directive(self) -> None:
        word = self.sign.lower()
        self.next()
        name = ""
        if word.endswith("prefix"):
            if self.kind != "name" or not self.sign.endswith(":"):
                raise self.fault()
            name = self.sign[:-1]
            self.next()
        if self.kind != "iri":
            raise self.fault()
        address = self.resolved(self.sign)
        self.next()
        if word.endswith("prefix"):
            self.prefixes[name] = address
        else:
            self.base = address
        if word.startswith("@"):
            self.take(".")

    def resolved(self, sign: str) -> str:
        from urllib.parse import urljoin  # noqa: PLC0415 - only documents with a base need it

        address = _unescaped(sign[1:-1])
        return urljoin(self.base, address) if self.base else address

    def subject(self) -> str:
        value = self.object()
        if isinstance(value, Literal):
            raise self.fault()
        return value

    def properties(self, subject: str) -> None:
        while True:
            if self.sign == "a" and self.kind == "word":
                predicate = f"{RDF}type"
                self.next()
            elif self.kind in {"iri", "name"}:
                predicate = self.subject()
            else:
                raise self.fault()
            self.said.append((subject, predicate, self.object()))
            while self.sign == ",":
                self.next()
                self.said.append((subject, predicate, self.object()))
            while self.sign == ";":
                self.next()
                if self.sign in {".", "]", ";"}:
                    continue
                break
            else:
                return
            if self.sign in {".", "]"}:
                return

    def object(self) -> Value:
        kind, sign = self.kind, self.sign
        if kind == "iri":
            self.next()
            return self.resolved(sign)
        if kind == "name":
            prefix, _, local = sign.partition(":")
            if prefix not in self.prefixes:
                raise self.fault()
            self.next()
            return self.prefixes[prefix] + local
        if kind == "blank":
            self.next()
            return sign
        if sign == "[":
            return self.blank_with_properties()
        if sign == "(":
            return self.collection()
        return self.literal()

    def literal(self) -> Literal:
        kind, sign = self.kind, self.sign
        if kind == "word" and sign != "a":
            self.next()
            return Literal(sign, datatype=f"{XSD}boolean")
        if kind == "number":
            self.next()
            name = "double" if "e" in sign.lower() else "decimal" if "." in sign else "integer"
            return Literal(sign, datatype=f"{XSD}{name}")
        if kind not in {"string", "long"}:
            raise self.fault()
        around = 3 if kind == "long" else 1
        text = _unescaped(sign[around:-around])
        self.next()
        if self.kind == "language":
            language = self.sign[1:]
            self.next()
            return Literal(text, language)
        if self.kind == "typed":
            self.next()
            return Literal(text, datatype=self.subject())
        return Literal(text)

    def fresh(self) -> str:
        self.blanks += 1
        return f"_:anonymous{self.blanks}"

    def blank_with_properties(self) -> str:
        self.take("[")
        own = self.fresh()
        if self.sign != "]":
            self.properties(own)
        self.take("]")
        return own

    def collection(self) -> str:
        self.take("(")
        members: list[Value] = []
        while self.sign != ")":
            members.append(self.object())
        self.take(")")
        rest = f"{RDF}nil"
        for member in reversed(members):
            own = self.fresh()
            self.said += [(own, f"{RDF}first", member), (own, f"{RDF}rest", rest)]
            rest = own
        return rest


def _unescaped(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        code = found[1]
        if code[0] in "uU" and len(code) > 1:
            return chr(int(code[1:], 16))
        return _PLAIN.get(code, code)

    try:
        return _UNESCAPE.sub(one, text)
    except (ValueError, OverflowError) as error:
        message = "A sign in it is written with a number that no sign has."
        raise NotSkosError(message) from error
