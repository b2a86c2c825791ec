"""The links of a plan: what serves what, and where the chain breaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from longleaf.domain.plan.completeness import Check, Known, needed, pointed_out
from longleaf.domain.plan.content import Competency, Content
from longleaf.domain.plan.kind import PlanKind

# From what is to be reached to whom it is about and who confirms it.
COLUMNS: Final = ("measures", "goals", "competencies", "people", "processes")


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of the map.

    Attributes:
        id: Column and key: "goals:g1".
        column: One of COLUMNS.
        title: In words.
        note: A second line: the micro-credentials of a competency, the figures of a measure.
        is_loose: Whether a link that it needs is missing.
    """

    id: str
    column: str
    title: str
    note: str = ""
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """All nodes, column by column, and which are tied to which (left, right)."""

    nodes: tuple[Node, ...]
    ties: tuple[tuple[str, str], ...]

    def column(self, name: str) -> tuple[Node, ...]:
        """The nodes of one column, in order."""
        return tuple(node for node in self.nodes if node.column == name)

    def after(self, node: Node) -> tuple[Node, ...]:
        """What a node is tied to on its right."""
        ids = {right for left, right in self.ties if left == node.id}
        return tuple(one for one in self.nodes if one.id in ids)

    def before(self, node: Node) -> tuple[Node, ...]:
        """What a node is tied to on its left."""
        ids = {left for left, right in self.ties if right == node.id}
        return tuple(one for one in self.nodes if one.id in ids)


def links_of(
    content: Content, *, kinds: Mapping[str, str], microcredentials: Mapping[str, str]
) -> Links:
    """The map of a plan.

    Args:
        content: What the plan says.
        kinds: Kinds of license and what pages call them.
        microcredentials: Slugs and titles of published micro-credentials.
    """
    ties = list(dict.fromkeys(_ties(content)))
    tied = {end for tie in ties for end in tie}
    goals_measured = {right for left, right in ties if left.startswith("measures:")}
    nodes: list[Node] = []
    for one in content.measures:
        figures = f"{one.baseline or '?'} → {one.target or '?'} {one.unit}".strip()
        loose = f"measures:{one.key}" not in tied or not one.source
        nodes.append(Node(f"measures:{one.key}", "measures", one.title, figures, loose))
    nodes += [
        Node(
            f"goals:{one.key}",
            "goals",
            one.title,
            one.source,
            f"goals:{one.key}" not in goals_measured,
        )
        for one in content.goals
    ]
    for each in content.competencies:
        earned = ", ".join(microcredentials.get(slug, slug) for slug in each.microcredentials)
        loose = not (earned and each.goals and each.processes)
        note = earned or "No micro-credential yet"
        nodes.append(Node(f"competencies:{each.key}", "competencies", each.title, note, loose))
    people = dict.fromkeys(person for each in content.competencies for person in _people_of(each))
    nodes += [
        Node(f"people:{person}", "people", kinds.get(person, person.removeprefix("job ")))
        for person in people
    ]
    nodes += [
        Node(f"processes:{one.key}", "processes", one.title, "", f"processes:{one.key}" not in tied)
        for one in content.processes
    ]
    known = {node.id for node in nodes}
    return Links(tuple(nodes), tuple(tie for tie in ties if set(tie) <= known))


def _ties(content: Content) -> Iterator[tuple[str, str]]:
    for one in content.measures:
        yield from ((f"measures:{one.key}", f"goals:{goal}") for goal in one.goals)
    for each in content.competencies:
        yield from ((f"goals:{goal}", f"competencies:{each.key}") for goal in each.goals)
        for person in _people_of(each):
            yield f"competencies:{each.key}", f"people:{person}"
            yield from ((f"people:{person}", f"processes:{one}") for one in each.processes)


def _people_of(one: Competency) -> tuple[str, ...]:
    jobs = tuple(f"job {job.strip()}" for job in one.jobs.split(",") if job.strip())
    return (*one.kinds, *jobs)


def check_links(kind: PlanKind, content: Content, known: Known) -> list[Check]:
    """Where the chain from goals to figures breaks, and links to what is no longer there."""
    return [*_gaps(kind, content, known), *_dangling(kind, content)]


def _gaps(kind: PlanKind, content: Content, known: Known) -> Iterator[Check]:
    measures = kind.holder_of("measures")
    measured = {goal for one in content.measures for goal in one.goals}
    for goal in content.goals:
        if measures is not None and goal.key not in measured:
            reason = f"The goal “{goal.title}” has no outcome measure."
            yield needed(measures, "measures", reason, "Add a measure, or tie one to this goal.")
    for one in content.measures:
        if measures is not None and not one.goals:
            reason = f"“{one.title}” measures no goal of this plan."
            yield pointed_out(
                measures, f"measures[{one.key}].goals", reason, "Choose the goals it is about."
            )
    holder = kind.holder_of("competencies")
    used = {process for each in content.competencies for process in each.processes}
    for each in content.competencies:
        earnable = [slug for slug in each.microcredentials if slug in known.microcredentials]
        if holder is not None and not earnable:
            reason = f"Nobody can earn “{each.title}”: no published micro-credential is tied to it."
            fix = "Choose one from the catalog, or have one written."
            where = f"competencies[{each.key}].microcredentials"
            yield pointed_out(holder, where, reason, fix)
    processes = kind.holder_of("processes")
    for process in content.processes:
        if processes is not None and process.key not in used:
            reason = f"“{process.title}” confirms no competency."
            fix = "Choose it at the competencies that it confirms."
            yield pointed_out(processes, f"processes[{process.key}].title", reason, fix)


def _dangling(kind: PlanKind, content: Content) -> Iterator[Check]:
    goals = {one.key for one in content.goals}
    competencies = {one.key for one in content.competencies}
    processes = {one.key for one in content.processes}
    linked = [
        *(("competencies", one.key, "goals", one.goals, goals) for one in content.competencies),
        *(
            ("competencies", one.key, "processes", one.processes, processes)
            for one in content.competencies
        ),
        *(("measures", one.key, "goals", one.goals, goals) for one in content.measures),
        *(
            ("waivers", one.key, "competencies", one.competencies, competencies)
            for one in content.waivers
        ),
    ]
    for name, key, part, ends, there in linked:
        holder = kind.holder_of(name)
        if holder is not None and set(ends) - there:
            reason = "An entry that this one names was removed."
            where = f"{name}[{key}].{part}"
            yield needed(holder, where, reason, "Choose again, and save the section.")
