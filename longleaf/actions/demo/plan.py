"""The values of a demonstration year: what there is to be, before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Place:
    """An organization. `band` is a school's grades; `mail` the domain of its addresses."""

    id: UUID
    slug: str
    kind: str
    name: str
    mail: str
    parent: UUID | None = None
    band: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RolePlan:
    """A role; `at` is an organization."""

    kind: str
    at: UUID
    began_on: date


@dataclass(frozen=True, slots=True)
class Cycle:
    """One cycle of a license.

    Attributes:
        years: Years employed in it; "" where that is not on record.
        shares: Kind, grades and share of the time of several assignments.
        extended_to: The last day of an extension.
    """

    id: UUID
    kind: str
    grade_span: str
    field: str
    began_on: date
    expires_on: date
    years: str = ""
    shares: tuple[tuple[str, str, str], ...] = ()
    extended_to: date | None = None


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """Someone invented. `lea` and `school` are where they teach; None for those who do not."""

    id: UUID
    key: str
    name: str
    email: str
    note: str
    roles: tuple[RolePlan, ...]
    cycles: tuple[Cycle, ...] = ()
    rating: str = ""
    lea: UUID | None = None
    school: UUID | None = None
    second_factor: bool = False

    @property
    def license_key(self) -> str:
        """Kind and grades of the license, as "teacher/K-5"; "" without one."""
        return f"{self.cycles[-1].kind}/{self.cycles[-1].grade_span}" if self.cycles else ""


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    """An activity and what became of it."""

    id: UUID
    person: UUID
    organization: UUID
    kind: str
    title: str
    provider: str
    quantity: str
    unit: str
    categories: tuple[str, ...]
    completed_on: date
    state: str
    recorded_by: UUID
    recorded_at: datetime
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    reason: str = ""
    corrected_at: datetime | None = None
    correction: str = ""


@dataclass(frozen=True, slots=True)
class ArtifactPlan:
    """One artifact: text, a link, or a drawing or document to be made ("chart", "pdf")."""

    id: UUID
    kind: str
    title: str
    form: str
    text: str
    students: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class UsePlan:
    """An artifact put forward."""

    artifact: ArtifactPlan
    part: str
    request: str
    criteria: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class ScorePlan:
    """A level and why."""

    criterion: str
    level: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """One review: assigned, draft, finished or released."""

    id: UUID
    reviewer: UUID
    seat: int
    state: str
    assigned_at: datetime
    due_on: date
    scores: tuple[ScorePlan, ...] = ()
    outcome: str = ""
    comment: str = ""
    finished_at: datetime | None = None
    released_because: str = ""


@dataclass(frozen=True, slots=True)
class AttemptPlan:
    """What was, or is being, handed in once."""

    id: UUID
    number: int
    state: str
    open_criteria: tuple[str, ...]
    responses: Mapping[tuple[str, str], str]
    uses: tuple[UsePlan, ...]
    begun_at: datetime
    students: str = "none"
    consent: str = ""
    own_work: bool = True
    note: str = ""
    submitted_at: datetime | None = None
    due_on: date | None = None
    outcome: str = ""
    decided_at: datetime | None = None
    reviews: tuple[ReviewPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmissionPlan:
    """One educator's way to one micro-credential; `slug` names it."""

    id: UUID
    number: str
    educator: UUID
    organization: UUID
    slug: str
    state: str
    begun_at: datetime
    changed_at: datetime
    attempts: tuple[AttemptPlan, ...]
    published: bool = False
    # "suspended" or "revoked", and why, where that happened to its award.
    afterward: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """All of it, for one day that counts as today."""

    today: date
    live_since: date
    places: tuple[Place, ...]
    people: tuple[PersonPlan, ...]
    supervision: tuple[tuple[UUID, UUID], ...]
    activities: tuple[ActivityPlan, ...]
    submissions: tuple[SubmissionPlan, ...]

    def person(self, key: str) -> PersonPlan:
        """The named person with this key.

        Raises:
            StopIteration: If there is none.
        """
        return next(person for person in self.people if person.key == key)

    def place(self, slug: str) -> Place:
        """The organization with this slug.

        Raises:
            StopIteration: If there is none.
        """
        return next(place for place in self.places if place.slug == slug)
