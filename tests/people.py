"""The cast: who stands in the tests, and what they have to do with each other.

Amina teaches at Northfield Elementary. Ben, Bea and Bo review for Northfield, from other schools.
Chloe coordinates Northfield; Sam supervises Amina and also reviews. Ash and Asa write
micro-credentials there; Ada administers it. Dev serves the Department. Eve coordinates
Southfield, and Ezra teaches there: they must see nothing of Northfield's. Anon has no account.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.records.models import organization as rows
from longleaf.records.queries.organization import actor

NOW = datetime(2026, 2, 3, 20, 55, tzinfo=UTC)
TODAY = date(2026, 2, 3)
PASSWORD = "long needles drop in autumn"


@dataclass
class Cast:
    """The organizations and people of one test, as rows; `cast.acting(person)` gives the actor."""

    department: rows.Organization
    northfield: rows.Organization
    elementary: rows.Organization
    middle: rows.Organization
    southfield: rows.Organization
    south_school: rows.Organization
    amina: rows.Person
    ben: rows.Person
    bea: rows.Person
    bo: rows.Person
    sam: rows.Person
    chloe: rows.Person
    ash: rows.Person
    asa: rows.Person
    ada: rows.Person
    dev: rows.Person
    eve: rows.Person
    ezra: rows.Person

    @staticmethod
    def acting(person: rows.Person, *, on: date = TODAY) -> Actor:
        return actor(person.pk, on=on)


def organization(
    name: str, kind: str, parent: rows.Organization | None = None, **fields: object
) -> rows.Organization:
    slug = name.lower().replace(" ", "-")
    return rows.Organization.objects.create(
        name=name, kind=kind, parent=parent, slug=slug, is_demo=True, **fields
    )


def person(name: str, *roles: tuple[RoleKind, rows.Organization]) -> rows.Person:
    made = _person(name)
    made.save()
    rows.Role.objects.bulk_create(_role(made, kind, where) for kind, where in roles)
    return made


def _person(name: str) -> rows.Person:
    return rows.Person(
        name=name,
        email=f"{name.split(maxsplit=1)[0].lower()}@example.org",
        password=_hashed(),
        is_demo=True,
        joined_at=NOW,
    )


def _role(holder: rows.Person, kind: RoleKind, where: rows.Organization) -> rows.Role:
    return rows.Role(person=holder, organization=where, kind=kind, began_on=date(2020, 7, 1))


_HASHES: list[str] = []


def _hashed() -> str:
    """The cast's one password, hashed once: a good hash is slow on purpose."""
    if not _HASHES:
        hasher = rows.Person()
        hasher.set_password(PASSWORD)
        _HASHES.append(hasher.password)
    return _HASHES[0]


def make_cast() -> Cast:
    department = organization("Department of Education", "department")
    northfield = organization(
        "Northfield Schools", "lea", issues_badges=True, local_policy="northfield", review_days=10
    )
    elementary = organization("Northfield Elementary", "school", northfield)
    middle = organization("Northfield Middle", "school", northfield)
    southfield = organization(
        "Southfield Schools", "lea", issues_badges=True, local_policy="southfield"
    )
    south_school = organization("Southfield Academy", "school", southfield)
    kinds = RoleKind
    people: dict[str, tuple[str, list[tuple[RoleKind, rows.Organization]]]] = {
        "amina": ("Amina Reyes", [(kinds.EDUCATOR, elementary)]),
        "ben": ("Ben Okafor", [(kinds.REVIEWER, northfield), (kinds.EDUCATOR, middle)]),
        "bea": ("Bea Lindqvist", [(kinds.REVIEWER, northfield), (kinds.EDUCATOR, middle)]),
        "bo": ("Bo Castellanos", [(kinds.REVIEWER, northfield)]),
        "sam": ("Sam Whitaker", [(kinds.REVIEWER, northfield)]),
        "chloe": ("Chloe Baptiste", [(kinds.COORDINATOR, northfield)]),
        "ash": ("Ash Thornton", [(kinds.AUTHOR, northfield)]),
        "asa": ("Asa Nakamura", [(kinds.AUTHOR, northfield)]),
        "ada": ("Ada Fairbanks", [(kinds.ADMINISTRATOR, northfield)]),
        "dev": ("Dev Raman", [(kinds.DEPARTMENT_STAFF, department)]),
        "eve": ("Eve Sorensen", [(kinds.COORDINATOR, southfield)]),
        "ezra": ("Ezra Boone", [(kinds.EDUCATOR, south_school)]),
    }
    # At once: a thousand tests begin with these people.
    made = {key: _person(name) for key, (name, _) in people.items()}
    rows.Person.objects.bulk_create(made.values())
    rows.Role.objects.bulk_create(
        _role(made[key], kind, where) for key, (_, held) in people.items() for kind, where in held
    )
    cast = Cast(
        department=department,
        northfield=northfield,
        elementary=elementary,
        middle=middle,
        southfield=southfield,
        south_school=south_school,
        **made,
    )
    rows.Supervision.objects.create(
        supervisor=cast.sam, educator=cast.amina, began_on=date(2024, 8, 1)
    )
    # A second factor is asked of the Department's staff; the secret is nobody's.
    Authenticator.objects.create(
        user=cast.dev, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    return cast


class _Standing:
    """The cast, written once for a file's tests, in a transaction that is never finished.

    Each test works inside it, in a transaction of its own, and gets its own copy of the rows.
    A test that asks for no cast, or whose writes must last, finds the database empty as ever.
    """

    def __init__(self) -> None:
        self._around: transaction.Atomic | None = None
        self._cast: Cast | None = None

    def begin(self) -> None:
        if self._around is None and not connection.in_atomic_block:
            self._around = transaction.atomic()
            self._around.__enter__()
            self._cast = make_cast()

    def end(self) -> None:
        if self._around is not None:
            around, self._around, self._cast = self._around, None, None
            transaction.set_rollback(True)
            around.__exit__(None, None, None)

    def copied(self) -> Cast | None:
        return deepcopy(self._cast)


@pytest.fixture(scope="module")
def standing_cast(django_db_blocker: DjangoDbBlocker) -> Iterator[_Standing]:
    made = _Standing()
    yield made
    with django_db_blocker.unblock():
        made.end()


@pytest.fixture(scope="class", autouse=True)  # of a test's own fixtures the first, before `db`
def _stands(
    request: pytest.FixtureRequest, standing_cast: _Standing, django_db_blocker: DjangoDbBlocker
) -> None:
    wanted = "cast" in request.fixturenames and not _writes_last(request)
    if wanted:
        request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock():
        if wanted:
            standing_cast.begin()
        else:
            standing_cast.end()


def _writes_last(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return "transactional_db" in request.fixturenames or bool(
        marker and marker.kwargs.get("transaction")
    )


@pytest.fixture
def cast(db: None, standing_cast: _Standing) -> Cast:
    return standing_cast.copied() or make_cast()
