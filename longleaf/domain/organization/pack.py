"""Reading a jurisdiction's organizations, and its work group, from the files of its pack."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from longleaf.basis.document import Document, read_document
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section, note_repeats

KINDS: Final = ("department", "lea", "partner")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])\Z", re.ASCII)
_LONGEST_NAME = 200
_LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class ListedOrganization:
    """A real organization as a published list names it; nothing else is said of it.

    Attributes:
        slug: Stable name.
        kind: "department", "lea" or "partner".
        name: What it calls itself, as far as that was checked.
        region: The state's education region, None if it has none or it is unknown.
        state_code: The state's own code for it, None while unknown.
        listed_as: The name in the source, where that differs; else "".
        note: What is still to be checked, or why the name differs; else "".
    """

    slug: str
    kind: str
    name: str
    region: int | None
    state_code: str | None
    listed_as: str
    note: str


@dataclass(frozen=True, slots=True)
class OrganizationList:
    """Organizations of one kind from one source.

    Attributes:
        kind: Kind of every organization in the list.
        source: Where the names were read.
        verified_on: The month in which they were last compared with it, "2026-11".
        note: What is not known about the list as a whole; else "".
        organizations: In the order of the list.
    """

    kind: str
    source: str
    verified_on: str
    note: str
    organizations: tuple[ListedOrganization, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a work group: an organization, and how the group's own paper writes its name."""

    organization: str
    written_as: str


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """A group of organizations convened to work on something together."""

    slug: str
    title: str
    convened_by: str
    purpose: str
    source: str
    verified_on: str
    members: tuple[Member, ...]


def organizations_from_yaml(text: str, *, name: str) -> OrganizationList:
    """Read a list of organizations from a YAML file's text.

    Raises:
        ProblemsError: With every problem, its file, line and path.
    """
    document = read_document(text, name=name)
    problems: list[Problem] = []
    top = Section.of(document.data, problems=problems)
    kind = top.choice("kind", KINDS)
    sections = top.sections("organizations", at_least=1, empty="List the organizations.")
    organizations = tuple(_organization(section, kind) for section in sections)
    note_repeats(sections, "slug", [one.slug for one in organizations])
    note_repeats(sections, "name", [one.name for one in organizations])
    found = OrganizationList(
        kind=kind,
        source=top.text("source", longest=_LONGEST_TEXT),
        verified_on=_month(top),
        note=top.text("note", longest=_LONGEST_TEXT, required=False),
        organizations=organizations,
    )
    _finish(top, document)
    return found


def work_group_from_yaml(text: str, *, name: str) -> WorkGroup:
    """Read a work group from a YAML file's text.

    Raises:
        ProblemsError: With every problem, its file, line and path.
    """
    document = read_document(text, name=name)
    problems: list[Problem] = []
    top = Section.of(document.data, problems=problems)
    sections = top.sections("members", at_least=1, empty="List the members.")
    members = tuple(_member(section) for section in sections)
    note_repeats(sections, "organization", [member.organization for member in members])
    found = WorkGroup(
        slug=top.key("slug"),
        title=top.text("title", longest=_LONGEST_NAME, one_line=True),
        convened_by=top.key("convened_by"),
        purpose=top.text("purpose", longest=_LONGEST_TEXT),
        source=top.text("source", longest=_LONGEST_TEXT),
        verified_on=_month(top),
        members=members,
    )
    _finish(top, document)
    return found


def unknown_members(group: WorkGroup, known: Iterable[ListedOrganization]) -> list[Problem]:
    """The members, and the convener, that are in no list."""
    slugs = {one.slug for one in known}
    named = [("convened_by", group.convened_by)]
    named += [(f"members[{at}]", one.organization) for at, one in enumerate(group.members)]
    return [
        Problem(where, f'There is no organization "{slug}".', "List it, or correct the slug.")
        for where, slug in named
        if slug not in slugs
    ]


def _organization(section: Section, kind: str) -> ListedOrganization:
    region = None
    if section.data.get("region") is not None:
        region = section.whole_number("region", least=1, most=99)
    section.known.add("region")
    organization = ListedOrganization(
        slug=section.key("slug"),
        kind=kind,
        name=section.text("name", longest=_LONGEST_NAME, one_line=True),
        region=region,
        state_code=section.optional_text("state_code", longest=20),
        listed_as=section.text("listed_as", longest=_LONGEST_NAME, required=False),
        note=section.text("note", longest=_LONGEST_TEXT, required=False),
    )
    section.finish()
    return organization


def _member(section: Section) -> Member:
    member = Member(section.key("organization"), section.text("written_as", longest=_LONGEST_NAME))
    section.finish()
    return member


def _month(section: Section) -> str:
    text = section.text("verified_on", longest=20)
    if text and not _MONTH.match(text):
        section.fault("verified_on", f'"{text}" is not a month.', 'Write it as "2026-11".')
    return text


def _finish(top: Section, document: Document) -> None:
    top.finish()
    if top.problems:
        raise ProblemsError(document.located(top.problems))
