"""Writes the demonstration's organizations, people, roles, and later their licenses and ratings."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from longleaf.actions.demo.chance import identifier, moment, stream
from longleaf.actions.demo.plan import PersonPlan, Year
from longleaf.actions.demo.sources import JURISDICTION
from longleaf.records.models import credit as licenses
from longleaf.records.models import organization as rows

_SECRET_BYTES = 20  # as authenticator apps make them: whole groups, so that none is padded


def write_people(year: Year, *, password: str) -> None:
    """Organizations and people with what belongs to them, all marked as invented."""
    rows.Organization.objects.bulk_create(
        [
            rows.Organization(
                id=place.id,
                kind=place.kind,
                name=place.name,
                slug=place.slug,
                parent_id=place.parent,
                jurisdiction=JURISDICTION,
                is_demo=True,
                **place.fields,
            )
            for place in year.places
        ]
    )
    hashed = make_password(password)  # once: a good hash is slow on purpose
    joined_at = moment(year.live_since, stream("joined"))
    rows.Person.objects.bulk_create([_person(person, hashed, joined_at) for person in year.people])
    Authenticator.objects.bulk_create(
        [
            Authenticator(
                user_id=person.id, type=Authenticator.Type.TOTP, data={"secret": _secret(person)}
            )
            for person in year.people
            if person.second_factor
        ]
    )
    rows.Role.objects.bulk_create(_roles(year))
    rows.Supervision.objects.bulk_create(
        [
            rows.Supervision(
                id=identifier("supervision", supervisor, educator),
                supervisor_id=supervisor,
                educator_id=educator,
                began_on=year.live_since,
            )
            for supervisor, educator in year.supervision
        ]
    )


def write_licenses(year: Year) -> None:
    """Licenses and ratings, once all else is there.

    Every award and every line of credit brings the standing of its educator up to date; without a
    license there is none yet, so that hundreds of standings of days long past are not computed.
    """
    licenses.License.objects.bulk_create(_licenses(year))
    licenses.Assignment.objects.bulk_create(_assignments(year))
    licenses.EvaluationRating.objects.bulk_create(_ratings(year))


def _person(person: PersonPlan, hashed: str, joined_at: datetime) -> rows.Person:
    return rows.Person(
        id=person.id,
        email=person.email,
        name=person.name,
        password=hashed,
        is_demo=True,
        demo_note=" ".join(person.note.split()),
        joined_at=joined_at,
    )


def _secret(person: PersonPlan) -> str:
    """An authenticator app's secret. It guards nothing: the sign-in page shows the present code."""
    digest = hashlib.sha256(f"second factor of {person.email}".encode()).digest()
    return base64.b32encode(digest[:_SECRET_BYTES]).decode()


def _roles(year: Year) -> Iterator[rows.Role]:
    for person in year.people:
        for role in person.roles:
            yield rows.Role(
                id=identifier("role", person.id, role.kind, role.at),
                person_id=person.id,
                organization_id=role.at,
                kind=role.kind,
                began_on=role.began_on,
            )


def _licenses(year: Year) -> Iterator[licenses.License]:
    for person in year.people:
        for cycle in person.cycles:
            yield licenses.License(
                id=cycle.id,
                person_id=person.id,
                field=cycle.field,
                kind=cycle.kind,
                grade_span=cycle.grade_span,
                cycle_began_on=cycle.began_on,
                expires_on=cycle.expires_on,
                years_employed=Decimal(cycle.years) if cycle.years else None,
                extended_to=cycle.extended_to,
                extended_by="The Department (invented)" if cycle.extended_to else "",
                extension_reason="A letter of the demonstration" if cycle.extended_to else "",
            )


def _assignments(year: Year) -> Iterator[licenses.Assignment]:
    for person in year.people:
        for cycle in person.cycles:
            for kind, span, share in cycle.shares:
                yield licenses.Assignment(
                    license_id=cycle.id, kind=kind, grade_span=span, share=Decimal(share)
                )


def rated_on(today: date) -> date:
    """The last June 5 on which evaluations were closed."""
    closed = date(today.year, 6, 5)
    return closed if closed < today else closed - timedelta(days=365)


def _ratings(year: Year) -> Iterator[licenses.EvaluationRating]:
    for person in year.people:
        if person.rating:
            yield licenses.EvaluationRating(
                person_id=person.id, rating=person.rating, rated_on=rated_on(year.today)
            )
