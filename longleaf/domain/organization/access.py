"""Whom a page or an operation is for."""

from dataclasses import dataclass

from longleaf.domain.organization.actor import Actor, RoleKind


@dataclass(frozen=True, slots=True)
class Access:
    """Everyone, whoever is signed in (no roles), or holders of one of `roles`."""

    public: bool = False
    roles: frozenset[RoleKind] = frozenset()

    def admits(self, actor: Actor) -> bool:
        """Whether `actor` may come in at all; what they may do there is for `permission` to say."""
        if self.public:
            return True
        return actor.is_signed_in and (not self.roles or actor.holds(self.roles))


EVERYONE = Access(public=True)
SIGNED_IN = Access()
EDUCATOR = Access(roles=frozenset({RoleKind.EDUCATOR}))
REVIEWER = Access(roles=frozenset({RoleKind.REVIEWER}))
AUTHOR = Access(roles=frozenset({RoleKind.AUTHOR, RoleKind.ADMINISTRATOR}))
COORDINATOR = Access(roles=frozenset({RoleKind.COORDINATOR}))
STAFFING = Access(roles=frozenset({RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR}))
DEPARTMENT = Access(roles=frozenset({RoleKind.DEPARTMENT_STAFF}))
ADMINISTRATOR = Access(roles=frozenset({RoleKind.ADMINISTRATOR}))
# Plans are an LEA's; a department writes templates.
PLANNING = Access(
    roles=frozenset({RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR, RoleKind.DEPARTMENT_STAFF})
)
# Who settles how an organization's micro-credentials are reviewed.
PROGRAMS = Access(roles=frozenset({RoleKind.COORDINATOR, RoleKind.AUTHOR, RoleKind.ADMINISTRATOR}))
# Who records words as they are used, and proposes.
LANGUAGE = Access(
    roles=frozenset(
        {
            RoleKind.COORDINATOR,
            RoleKind.AUTHOR,
            RoleKind.ADMINISTRATOR,
            RoleKind.DEPARTMENT_STAFF,
        }
    )
)
OVERSIGHT = Access(roles=frozenset({RoleKind.ADMINISTRATOR, RoleKind.DEPARTMENT_STAFF}))

# Their decisions reach furthest, so their accounts are protected best.
SECOND_FACTOR_FOR = frozenset({RoleKind.DEPARTMENT_STAFF})


def owes_second_factor(actor: Actor) -> bool:
    """Whether the actor must set up a second factor before going on."""
    return actor.holds(SECOND_FACTOR_FOR) and not actor.second_factor
