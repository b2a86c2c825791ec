"""Templates are written in the words that ship; pages say the words that were adopted.

As a template is read, each of those words in its own text becomes a tag that says what the registry
says. What a page shows of people's own words comes in through variables, and is never touched.
"""

import re
from typing import Final

from django.template import Origin
from django.template.loaders import filesystem

from longleaf.records.queries.language import writing

_TAGS: Final = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\})", re.DOTALL)
# How many of something there are: {{ found|length|count_of:"reviewer" }}.
_COUNTS: Final = re.compile(r'\{\{ ([^"{}]+)\|count_of:"([^",]+)(?:,[^"]*)?" \}\}')
_OPENS: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)|<!--")
# Where a word is no prose of ours.
_RAW: Final = frozenset({"code", "pre", "script", "style", "textarea", "svg"})
# Where a link would stand within something else that is pressed or read as a name, or would lead
# away from what somebody types.
_NO_LINKS: Final = frozenset(
    {"a", "button", "form", "h1", "h2", "h3", "h4", "header", "footer", "label", "legend", "nav"}
    | {"option", "summary", "table", "title"}
)
_ENDS_PARAGRAPH: Final = frozenset({"div", "dl", "h1", "h2", "h3", "ol", "section", "table", "ul"})
_VOID: Final = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Loader(filesystem.Loader):
    """Reads our own templates, with their words marked."""

    def get_contents(self, origin: Origin) -> str:
        """The template's text; other files than pages come as they are."""
        text = super().get_contents(origin)
        return marked(text) if str(origin.name).endswith(".html") else text


def marked(source: str) -> str:
    """A template's text with the words that ship turned into tags."""
    return _Marking().of(source)


def _counted(found: re.Match[str]) -> str:
    key = writing().keys.get(found[2])
    return f'{{% term_count {found[1]} "{key}" "{found[2]}" %}}' if key else found[0]


class _Marking:
    """One template on its way: where in the markup the text stands that is looked at."""

    def __init__(self) -> None:
        self.tag = ""
        self.quote = ""
        self.depth: dict[str, int] = {}
        self.in_paragraph = False
        self.in_comment = False

    def of(self, source: str) -> str:
        parts = _TAGS.split(source)
        return "".join(
            _COUNTS.sub(_counted, part) if at % 2 else self.text(part)
            for at, part in enumerate(parts)
        )

    def text(self, text: str) -> str:
        made = []
        at = 0
        while at < len(text):
            if self.in_comment or self.tag:
                end = self.end_of_markup(text, at)
                made.append(text[at:end])
                at = end
                continue
            found = _OPENS.search(text, at)
            until = found.start() if found else len(text)
            made.append(self.prose(text[at:until]))
            if found:
                made.append(found[0])
                self.begin(found)
            at = found.end() if found else until
        return "".join(made)

    def begin(self, found: re.Match[str]) -> None:
        if found[0] == "<!--":
            self.in_comment = True
            return
        self.tag = name = found[2].lower()
        if name in _VOID:
            return
        step = -1 if found[1] else 1
        self.depth[name] = max(0, self.depth.get(name, 0) + step)
        if name == "p":
            self.in_paragraph = not found[1]
        elif name in _ENDS_PARAGRAPH:
            self.in_paragraph = False

    def end_of_markup(self, text: str, at: int) -> int:
        if self.in_comment:
            end = text.find("-->", at)
            self.in_comment = end < 0
            return len(text) if end < 0 else end + 3
        for here in range(at, len(text)):
            sign = text[here]
            if self.quote:
                self.quote = "" if sign == self.quote else self.quote
            elif sign in "\"'":
                self.quote = sign
            elif sign == ">":
                self.tag = ""
                return here + 1
        return len(text)

    def prose(self, text: str) -> str:
        if not text.strip() or any(self.depth.get(name) for name in _RAW):
            return text
        written = writing()
        opens = self.in_paragraph and not any(self.depth.get(name) for name in _NO_LINKS)
        link = " 1" if opens else ""

        def tag(found: re.Match[str]) -> str:
            word = found[2]
            return f'{{% term "{written.keys[word]}" "{word}" "{found[1] or ""}"{link} %}}'

        return written.pattern.sub(tag, text)
