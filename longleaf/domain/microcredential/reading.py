"""Reading a definition from plain data, with every problem noted."""

import re
from collections.abc import Sequence

from longleaf.basis.amount import NotAnAmountError, parse_amount, show_amount
from longleaf.basis.problem import Problem
from longleaf.basis.reading import Section, note_repeats
from longleaf.domain.microcredential.kinds import (
    ARTIFACT_KIND_KEYS,
    GRADE_SPANS,
    LICENSE_KINDS,
    PART_KINDS,
    RENEWAL_CATEGORIES,
)
from longleaf.domain.microcredential.shape import (
    Alignment,
    ArtifactRequest,
    Criterion,
    Definition,
    Evidence,
    EvidencePart,
    KeyMethod,
    Level,
    MethodComponent,
    Question,
    Research,
    Resource,
    Rubric,
)

_LONGEST_TITLE = 120
_LONGEST_SUMMARY = 300
_LONGEST_SENTENCE = 400
_LONGEST_TEXT = 4000
_MOST_WORDS = 5000
_MOST_ARTIFACTS = 50
_MOST_EFFORT_HOURS = 1000
_TAG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?::[a-z0-9]+(?:-[a-z0-9]+)*)?\Z", re.ASCII)


def read_definition(data: object) -> tuple[Definition, list[Problem]]:
    """Read all that can be read; the definition may be used only if there are no problems."""
    problems: list[Problem] = []
    top = Section.of(data, problems=problems)
    definition = Definition(
        slug=top.key("slug"),
        title=top.text("title", longest=_LONGEST_TITLE, one_line=True),
        summary=top.text("summary", longest=_LONGEST_SUMMARY, one_line=True),
        competency=top.text("competency", longest=_LONGEST_SENTENCE, one_line=True),
        audience=top.choices("audience", LICENSE_KINDS, empty="Say who it is for."),
        grade_spans=top.choices("grade_spans", GRADE_SPANS, at_least=0),
        key_method=_key_method(top.section("key_method")),
        research=_research(top),
        resources=_resources(top),
        evidence=(evidence := _evidence(top.section("evidence"))),
        rubric=_rubric(top.section("rubric"), [part.key for part in evidence.parts]),
        alignments=_alignments(top),
        renewal_categories=top.choices(
            "renewal_categories", RENEWAL_CATEGORIES, empty="Say where it counts for renewal."
        ),
        effort_hours=_effort_hours(top),
        tags=_tags(top),
    )
    top.finish()
    return definition, problems


def _key_method(section: Section) -> KeyMethod:
    components = section.sections("components", at_least=1, empty="Name the steps of the method.")
    method = KeyMethod(
        title=section.text("title", longest=_LONGEST_TITLE, one_line=True),
        description=section.text("description", longest=_LONGEST_TEXT),
        components=tuple(_component(one) for one in components),
    )
    note_repeats(components, "key", [one.key for one in method.components])
    section.finish()
    return method


def _component(section: Section) -> MethodComponent:
    component = MethodComponent(
        key=section.key("key"),
        title=section.text("title", longest=_LONGEST_TITLE, one_line=True),
        description=section.text("description", longest=_LONGEST_TEXT),
    )
    section.finish()
    return component


def _research(top: Section) -> tuple[Research, ...]:
    found = []
    fix = "Name a work that supports the method."
    for section in top.sections("research", at_least=1, empty=fix):
        citation = section.text("citation", longest=500, one_line=True)
        summary = section.text("summary", longest=_LONGEST_TEXT)
        found.append(Research(citation, summary, section.url("url")))
        section.finish()
    return tuple(found)


def _resources(top: Section) -> tuple[Resource, ...]:
    found = []
    for section in top.sections("resources"):
        title = section.text("title", longest=_LONGEST_TITLE, one_line=True)
        description = section.text("description", longest=_LONGEST_TEXT)
        found.append(Resource(title, description, section.url("url")))
        section.finish()
    return tuple(found)


def _evidence(section: Section) -> Evidence:
    parts = section.sections("parts", at_least=1, empty="Say what an educator hands in.")
    asked: list[Section] = []
    evidence = Evidence(tuple(_part(one, asked) for one in parts))
    note_repeats(parts, "key", [part.key for part in evidence.parts])
    # Answers and artifacts are stored under their own key, so it must be unique in the whole.
    note_repeats(asked, "key", [str(one.data.get("key", "")) for one in asked])
    if parts and not any(one.minimum for part in evidence.parts for one in part.requests):
        fix = "Ask for at least one artifact with a minimum of 1."
        section.fault("parts", "Nothing from practice has to be handed in.", fix)
    section.finish()
    return evidence


def _part(section: Section, asked: list[Section]) -> EvidencePart:
    kind = section.choice("kind", PART_KINDS)
    wants_requests = kind == "artifacts"
    questions = section.sections(
        "questions", at_least=int(kind in {"questions", "reflection"}), empty="Ask a question."
    )
    requests = section.sections(
        "requests", at_least=int(wants_requests), empty="Ask for an artifact."
    )
    asked += [*questions, *requests]
    part = EvidencePart(
        key=section.key("key"),
        kind=kind,
        title=section.text("title", longest=_LONGEST_TITLE, one_line=True),
        guidance=section.text("guidance", longest=_LONGEST_TEXT),
        questions=tuple(_question(one) for one in questions),
        requests=tuple(_request(one) for one in requests),
    )
    if wants_requests and questions:
        section.fault("questions", "A part that asks for artifacts holds no questions.", _MOVE)
    if kind and not wants_requests and requests:
        section.fault("requests", f'A part of kind "{kind}" asks for no artifacts.', _MOVE)
    section.finish()
    return part


_MOVE = "Move them to a part of their own."


def _question(section: Section) -> Question:
    question = Question(
        key=section.key("key"),
        prompt=section.text("prompt", longest=_LONGEST_TEXT),
        min_words=section.whole_number("min_words", least=0, most=_MOST_WORDS),
        max_words=section.whole_number("max_words", least=1, most=_MOST_WORDS),
    )
    if question.min_words > question.max_words:
        reason = f"The least ({question.min_words}) is more than the most ({question.max_words})."
        section.fault("min_words", reason, "Make max_words the larger of the two.")
    section.finish()
    return question


def _request(section: Section) -> ArtifactRequest:
    request = ArtifactRequest(
        key=section.key("key"),
        title=section.text("title", longest=_LONGEST_TITLE, one_line=True),
        guidance=section.text("guidance", longest=_LONGEST_TEXT),
        kinds=section.choices("kinds", ARTIFACT_KIND_KEYS, empty="Say what may be handed in."),
        minimum=section.whole_number("minimum", least=0, most=_MOST_ARTIFACTS),
        maximum=section.whole_number("maximum", least=1, most=_MOST_ARTIFACTS),
    )
    if request.minimum > request.maximum:
        reason = f"The least ({request.minimum}) is more than the most ({request.maximum})."
        section.fault("minimum", reason, "Make the maximum the larger of the two.")
    section.finish()
    return request


def _rubric(section: Section, part_keys: Sequence[str]) -> Rubric:
    levels = _levels(section)
    keys = [level.key for level in levels]
    passing_level = section.key("passing_level")
    if passing_level and keys and passing_level not in keys:
        fix = f"Choose one of: {', '.join(keys)}."
        section.fault("passing_level", f'There is no level "{passing_level}".', fix)
    if passing_level and keys and passing_level == keys[0]:
        reason = "The lowest level cannot be the passing one: everyone would pass."
        section.fault("passing_level", reason, "Choose a higher level.")
    criteria = section.sections("criteria", at_least=1, empty="Say what is judged.")
    rubric = Rubric(
        levels=levels,
        passing_level=passing_level,
        criteria=tuple(_criterion(one, keys, part_keys) for one in criteria),
    )
    note_repeats(criteria, "key", [one.key for one in rubric.criteria])
    section.finish()
    return rubric


def _levels(section: Section) -> tuple[Level, ...]:
    sections = section.sections("levels", at_least=2, empty="List the levels, lowest first.")
    levels = []
    for one in sections:
        levels.append(Level(one.key("key"), one.text("title", longest=40, one_line=True)))
        one.finish()
    note_repeats(sections, "key", [level.key for level in levels])
    note_repeats(sections, "title", [level.title for level in levels])
    return tuple(levels)


def _criterion(section: Section, levels: Sequence[str], part_keys: Sequence[str]) -> Criterion:
    criterion = Criterion(
        key=section.key("key"),
        title=section.text("title", longest=_LONGEST_TITLE, one_line=True),
        part=section.choices("part", part_keys, empty="Say which evidence it is judged from."),
        descriptions=_descriptions(section.section("descriptions"), levels),
        next_step=section.text("next_step", longest=_LONGEST_TEXT),
    )
    section.finish()
    return criterion


def _descriptions(section: Section, levels: Sequence[str]) -> dict[str, str]:
    descriptions: dict[str, str] = {}
    for level in levels:
        text = section.text(level, longest=_LONGEST_TEXT) if level else ""
        if text and text in descriptions.values():
            reason = "Two levels are described in the same words."
            section.fault(level, reason, "Say what a reviewer sees here and not below.")
        if level:
            descriptions[level] = text
    section.finish()
    return descriptions


def _alignments(top: Section) -> tuple[Alignment, ...]:
    fix = "Name the element of a framework that it serves."
    sections = top.sections("alignments", at_least=1, empty=fix)
    found = []
    for section in sections:
        framework = section.key("framework")
        found.append(Alignment(framework, section.text("element", longest=40, one_line=True)))
        section.finish()
    note_repeats(sections, "element", [f"{one.framework} {one.element}" for one in found])
    return tuple(found)


def _effort_hours(top: Section) -> str:
    text = top.text("effort_hours", longest=20)
    if not text:
        return ""
    fix = 'Write hours as a decimal in quotes, such as "12.5".'
    try:
        hours = parse_amount(text)
    except NotAnAmountError:
        top.fault("effort_hours", f'"{text}" is not a number of hours.', fix)
        return ""
    if "/" in text or not 0 < hours <= _MOST_EFFORT_HOURS:
        reason = f"This must be a decimal above 0 and at most {_MOST_EFFORT_HOURS}."
        top.fault("effort_hours", reason, fix)
    return show_amount(hours)


def _tags(top: Section) -> tuple[str, ...]:
    tags = top.texts("tags")
    for at, tag in enumerate(tags):
        if not _TAG.match(tag):
            fix = 'Use lower-case words joined by "-", such as "stack:early-literacy".'
            top.fault(f"tags[{at}]", f'"{tag}" cannot be used as a tag.', fix)
    return tuple(sorted(tags))
