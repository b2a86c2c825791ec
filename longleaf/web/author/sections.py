"""The sections of the editor: what each field of a definition is called, and how it is typed."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from longleaf.basis.problem import Problem
from longleaf.domain.microcredential.draft import read_field
from longleaf.records.queries.framework import ShownFramework
from longleaf.web.author.outline import Entry, Field, Group, Section, fields_of, place
from longleaf.web.labels import ARTIFACTS, CATEGORIES, GRADE_SPANS, LICENSE_KINDS, PART_KINDS

SECTIONS = {
    "purpose": "What and for whom",
    "method": "Key method",
    "research": "Research and resources",
    "evidence": "Evidence asked for",
    "levels": "Levels of the rubric",
    "criteria": "Criteria",
    "standards": "Standards",
}


def outline(
    data: Mapping[str, Any], frameworks: Sequence[ShownFramework], problems: Sequence[Problem]
) -> list[Section]:
    """All sections of a draft, filled with its texts and with what is still wrong."""
    sections = [
        _purpose(),
        _method(data),
        _research(data),
        _evidence(data),
        _levels(data),
        _criteria(data),
        _standards(frameworks),
    ]
    for section in sections:
        for one in section.fields():
            one.texts = read_field(data, one.path)
            one.long_label = one.long_label or one.label
    for problem in problems:
        place(problem, sections)
    return sections


def _purpose() -> Section:
    return Section(
        "purpose",
        SECTIONS["purpose"],
        "One competency that an educator can show in their own practice.",
        [
            Field("title", "Title", hint="What stands before a colon is set on the badge."),
            Field("summary", "Summary", "text", "For the catalog, at most 300 characters."),
            Field("competency", "Competency", "text", "One sentence that begins “The educator”."),
            Field(
                "audience", "For whom", "checks", "Kinds of license.", list(LICENSE_KINDS.items())
            ),
            Field(
                "grade_spans",
                "Grades",
                "checks",
                "Leave both empty if it suits all.",
                list(GRADE_SPANS.items()),
            ),
            Field(
                "renewal_categories",
                "Counts as",
                "checks",
                "Renewal categories that it serves.",
                list(CATEGORIES.items()),
            ),
            Field(
                "effort_hours",
                "Usual effort in hours",
                hint="A guide for planning, such as 12.5. It is information, not the currency.",
            ),
            Field("tags", "Tags", hint="Lower-case words, with commas between them."),
        ],
    )


def _method(data: Mapping[str, Any]) -> Section:
    method = "key_method"
    return Section(
        "method",
        SECTIONS["method"],
        "The way of working that the competency rests on, in steps that an observer could see.",
        [
            Field(f"{method}.title", "Name of the method"),
            Field(f"{method}.description", "Description", "text"),
            _group(
                data,
                f"{method}.components",
                "Steps of the method",
                "Step",
                lambda path: [
                    Field(f"{path}.title", "Title"),
                    Field(f"{path}.description", "Description", "text"),
                ],
            ),
        ],
    )


def _research(data: Mapping[str, Any]) -> Section:
    return Section(
        "research",
        SECTIONS["research"],
        "Why the method works, and what helps to prepare.",
        [
            _group(
                data,
                "research",
                "Research",
                "Work",
                lambda path: [
                    Field(f"{path}.citation", "Citation"),
                    Field(f"{path}.summary", "What it shows, and why it matters here", "text"),
                    Field(f"{path}.url", "Address", hint="Optional. Begins with https://."),
                ],
            ),
            _group(
                data,
                "resources",
                "Resources",
                "Resource",
                lambda path: [
                    Field(f"{path}.title", "Title"),
                    Field(f"{path}.description", "Description", "text"),
                    Field(f"{path}.url", "Address", hint="Optional. Begins with https://."),
                ],
            ),
        ],
    )


def _evidence(data: Mapping[str, Any]) -> Section:
    adds = [(f"add:evidence.parts:{kind}", f"Add: {name}") for kind, name in PART_KINDS.items()]
    parts = _group(
        data, "evidence.parts", "Parts", "Part", lambda path: _part(data, path), adds=adds
    )
    intro = "What an educator hands in, part by part. Ask only for what a criterion is judged from."
    return Section("evidence", SECTIONS["evidence"], intro, [parts])


def _part(data: Mapping[str, Any], path: str) -> list[Field | Group]:
    part = _entry(data, path)
    items: list[Field | Group] = [
        Field(f"{path}.title", "Title"),
        Field(f"{path}.guidance", "Guidance", "text", "How to prepare it; what to leave out."),
    ]
    if part.get("kind") != "artifacts" or part.get("questions"):
        items.append(
            _group(
                data,
                f"{path}.questions",
                "Questions",
                "Question",
                lambda one: [
                    Field(f"{one}.prompt", "Question", "text"),
                    Field(f"{one}.min_words", "Fewest words", "number"),
                    Field(f"{one}.max_words", "Most words", "number"),
                ],
            )
        )
    if part.get("kind") == "artifacts" or part.get("requests"):
        items.append(
            _group(
                data,
                f"{path}.requests",
                "Artifacts asked for",
                "Artifact",
                lambda one: [
                    Field(f"{one}.title", "Title"),
                    Field(f"{one}.guidance", "Guidance", "text"),
                    Field(
                        f"{one}.kinds", "Kinds that will do", "checks", "", list(ARTIFACTS.items())
                    ),
                    Field(f"{one}.minimum", "Fewest", "number", "0 makes it optional."),
                    Field(f"{one}.maximum", "Most", "number"),
                ],
            )
        )
    return items


def _levels(data: Mapping[str, Any]) -> Section:
    levels = [
        (str(level.get("key", "")), str(level.get("title") or f"Level {at}"))
        for at, level in enumerate(_list(data, "rubric.levels"), start=1)
    ]
    return Section(
        "levels",
        SECTIONS["levels"],
        "From lowest to highest. The lowest is never enough.",
        [
            _group(
                data,
                "rubric.levels",
                "Levels",
                "Level",
                lambda path: [Field(f"{path}.title", "Name")],
            ),
            Field(
                "rubric.passing_level",
                "The level that is enough",
                "select",
                "",
                [("", "Choose a level"), *levels],
            ),
        ],
    )


def _criteria(data: Mapping[str, Any]) -> Section:
    levels = _list(data, "rubric.levels")
    parts = [
        (str(part.get("key", "")), str(part.get("title") or f"Part {at}"))
        for at, part in enumerate(_list(data, "evidence.parts"), start=1)
    ]
    passing = data.get("rubric", {}).get("passing_level")

    def fields(path: str) -> list[Field | Group]:
        described: list[Field | Group] = []
        for at, level in enumerate(levels, start=1):
            enough = " (enough)" if level.get("key") == passing else ""
            name = f"At “{level.get('title') or f'Level {at}'}”{enough}"
            where = f"{path}.descriptions.{level.get('key', '')}"
            described.append(Field(where, name, "text", "What a reviewer sees at this level."))
        return [
            Field(f"{path}.title", "What is judged"),
            Field(f"{path}.part", "Judged from", "checks", "", parts),
            *described,
            Field(f"{path}.next_step", "If not yet: what to do next", "text"),
        ]

    criteria = _group(data, "rubric.criteria", "Criteria", "Criterion", fields)
    intro = "Each is judged by itself. Describe what can be seen, so that two reviewers agree."
    return Section("criteria", SECTIONS["criteria"], intro, [criteria])


def _standards(frameworks: Sequence[ShownFramework]) -> Section:
    groups = [
        (
            f"{framework.short_title}, {standard.element.code}: {standard.element.statement}",
            [
                (one.choice, f"{one.code} {one.statement}")
                for one in (standard.elements or (standard.element,))
            ],
        )
        for framework in frameworks
        for standard in framework.standards
    ]
    chosen = Field("alignments", "Elements that the competency serves", "standards", groups=groups)
    intro = "Name the few that the evidence truly shows."
    return Section("standards", SECTIONS["standards"], intro, [chosen])


def _group(
    data: Mapping[str, Any],
    path: str,
    title: str,
    noun: str,
    fields: Any,
    *,
    adds: Sequence[tuple[str, str]] | None = None,
) -> Group:
    count = len(_list(data, path))
    entries = []
    for at in range(count):
        where = f"{path}[{at}]"
        name = f"{noun} {at + 1}"
        entry = Entry(where, name, list(fields(where)), at == 0, at == count - 1)
        for one in fields_of(entry.items):
            one.long_label = f"{name}, {one.long_label or one.label}"
        entries.append(entry)
    add = [(f"add:{path}", f"Add: {noun.lower()}")]
    return Group(path, title, noun, entries, add if adds is None else adds)


def _list(data: Mapping[str, Any], path: str) -> list[Any]:
    """The entries of a list; none where the draft has something else there."""
    holder: Any = data
    for step in path.split("."):
        found = re.fullmatch(r"([a-z_]+)(?:\[(\d+)\])?", step)
        if found is None or not isinstance(holder, dict):
            return []
        holder = holder.get(found[1])
        if found[2] is not None:
            holder = holder[int(found[2])] if isinstance(holder, list) else None
    return [one for one in holder if isinstance(one, dict)] if isinstance(holder, list) else []


def _entry(data: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    head, at = path[: path.rfind("[")], int(path[path.rfind("[") + 1 : -1])
    found: Mapping[str, Any] = _list(data, head)[at]
    return found
