"""Who is acting: a person with their roles, nobody, or the system itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class RoleKind(StrEnum):
    """The kinds of work a person does for an organization."""

    EDUCATOR = "educator"
    REVIEWER = "reviewer"
    AUTHOR = "author"
    COORDINATOR = "coordinator"
    DEPARTMENT_STAFF = "department_staff"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role in force today.

    Attributes:
        kind: The kind of work.
        organization: Where it is done.
        reach: The organization and all that stand under it.
    """

    kind: RoleKind
    organization: UUID
    reach: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks for an act or a page.

    Attributes:
        person: None for nobody (not signed in) and for the system.
        name: For messages; never for a decision.
        roles: The roles in force today.
        acting_for: The organization a person with several has chosen to act for.
        second_factor: Whether a second factor protects the account.
        agent: The name of the job, where the system itself acts; "" for people.
        time_zone: The zone in which the person reads times.
    """

    person: UUID | None = None
    name: str = ""
    roles: tuple[RoleHeld, ...] = ()
    acting_for: UUID | None = None
    second_factor: bool = False
    agent: str = ""
    time_zone: str = "America/New_York"

    @property
    def is_signed_in(self) -> bool:
        """Whether a person acts."""
        return self.person is not None

    def holds(self, kinds: Iterable[RoleKind], *, organization: UUID | None = None) -> bool:
        """Whether a role of one of `kinds` is held, reaching `organization` where one is named."""
        wanted = frozenset(kinds)
        return any(
            role.kind in wanted and (organization is None or organization in role.reach)
            for role in self.roles
        )

    def reach(self, kinds: Iterable[RoleKind]) -> frozenset[UUID]:
        """All organizations that the actor's roles of these kinds reach."""
        wanted = frozenset(kinds)
        return frozenset().union(*(role.reach for role in self.roles if role.kind in wanted))

    def home(self, kinds: Iterable[RoleKind]) -> UUID | None:
        """The organization of the first role of these kinds; the one acted for goes first."""
        wanted = frozenset(kinds)
        own = [role.organization for role in self.roles if role.kind in wanted]
        if self.acting_for in own:
            return self.acting_for
        return own[0] if own else None


NOBODY = Actor()


def system(agent: str) -> Actor:
    """The system itself, acting through the job called `agent`."""
    return Actor(agent=agent)
