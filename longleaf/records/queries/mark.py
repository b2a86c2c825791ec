"""Reads of marks: where in an artifact a criterion shows, as it is used in one attempt."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from longleaf.domain.evidence.mark import Moment, Passage, Place, Region
from longleaf.domain.microcredential.shape import Definition
from longleaf.domain.organization.actor import Actor
from longleaf.records.models import media as rows


@dataclass(frozen=True, slots=True)
class MarkView:
    """One mark; `number` counts those of its artifact from 1, and `title` is its criterion's."""

    id: int
    number: int
    criterion: str
    title: str
    place: Place
    note: str

    @property
    def words(self) -> str:
        """The place in words: "Page 3: “I waited”", "4:10 to 5:00"."""
        if not isinstance(self.place, Passage):
            return self.place.words
        page = f"Page {self.place.page}" if self.place.page else ""
        quoted = f"“{self.place.words}”" if self.place.words else ""
        return ": ".join(filter(None, [page, quoted]))

    @property
    def box(self) -> dict[str, str] | None:
        """Of a region: its sides as shares of the picture, as a drawing takes them."""
        if not isinstance(self.place, Region):
            return None
        sides = {"x": "left", "y": "top", "width": "width", "height": "height"}
        return {key: f"{getattr(self.place, name) / 10:g}%" for key, name in sides.items()}

    @property
    def fragment(self) -> str:
        """Of a moment: what its file's address ends in, so that it plays from there; else ""."""
        if not isinstance(self.place, Moment):
            return ""
        return f"#t={self.place.begin},{self.place.end}"

    @property
    def begin(self) -> int:
        """Of a moment: its first second; else 0."""
        return self.place.begin if isinstance(self.place, Moment) else 0


def own_marks(
    who: Actor, submission: UUID, use: int, definition: Definition
) -> tuple[MarkView, ...]:
    """The marks of an artifact in the actor's own submission; none where it is not theirs."""
    found = rows.Mark.objects.filter(
        use=use, use__attempt__submission=submission, use__attempt__submission__educator=who.person
    )
    return _views(list(found), definition, str)


def marks_of_attempt(
    attempt: UUID, definition: Definition, blind: Callable[[str], str]
) -> dict[int, tuple[MarkView, ...]]:
    """The marks by use, with what `blind` hides hidden; for reads that have asked who may see."""
    by_use: dict[int, list[rows.Mark]] = defaultdict(list)
    for mark in rows.Mark.objects.filter(use__attempt=attempt):
        by_use[mark.use_id].append(mark)
    return {use: _views(marks, definition, blind) for use, marks in by_use.items()}


def _views(
    marks: list[rows.Mark], definition: Definition, blind: Callable[[str], str]
) -> tuple[MarkView, ...]:
    titles = {one.key: one.title for one in definition.rubric.criteria}
    return tuple(
        MarkView(
            id=mark.pk,
            number=number,
            criterion=mark.criterion,
            title=titles.get(mark.criterion, mark.criterion),
            place=_place(mark, blind),
            note=blind(mark.note),
        )
        for number, mark in enumerate(marks, start=1)
    )


def _place(mark: rows.Mark, blind: Callable[[str], str]) -> Place:
    if mark.kind == "region":
        return Region(mark.left or 0, mark.top or 0, mark.width or 0, mark.height or 0)
    if mark.kind == "moment":
        return Moment(mark.begin or 0, mark.end or 0)
    return Passage(mark.page, blind(mark.words))
