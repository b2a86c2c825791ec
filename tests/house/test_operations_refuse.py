"""Every operation of the API, called as nobody, as the wrong role, by the right role elsewhere.

A new operation without a row in `api.access`, or without its arguments here, fails.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from longleaf.api.access import API_ACCESS
from longleaf.api.v1.urls import api
from longleaf.domain.organization.actor import RoleKind
from longleaf.records.models import organization as people
from tests.api.test_award import bearer
from tests.house.test_pages_refuse import holder_of_none
from tests.house.world import World, make_world

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Operation:
    """One operation as the specification names it."""

    name: str
    method: str
    path: str
    body: Any


def operations() -> Iterator[Operation]:
    """All operations of the API's own specification."""
    specification = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    for path, methods in specification["paths"].items():
        for method, told in methods.items():
            content = told.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema", {})
            yield Operation(
                told["operationId"],
                method,
                path,
                example(schema, specification) if schema else None,
            )


def example(schema: dict[str, Any], specification: dict[str, Any]) -> Any:
    """The least body that has the form asked for, so that refusal is not about the form."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return example(specification["components"]["schemas"][name], specification)
    if "anyOf" in schema:
        return example(schema["anyOf"][0], specification)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        members = schema.get("properties", {})
        return {name: example(members[name], specification) for name in schema.get("required", [])}
    if kind == "string":
        return {"uuid": "00000000-0000-4000-8000-000000000000", "date": "2026-01-31"}.get(
            schema.get("format", ""), "words"
        )
    return {"array": [], "integer": 1, "number": 1, "boolean": False}.get(str(kind))


OPERATIONS = {one.name: one for one in operations()}

# What of Northfield's each parameter of a path names.
PARAMETERS: dict[str, Callable[[World], object]] = {
    "award": lambda w: w.award.pk,
    "submission": lambda w: w.draft.pk,
    "review": lambda w: w.review.pk,
    "version": lambda w: w.version.pk,
    "activity": lambda w: w.activity.pk,
    "badge": lambda w: w.brought.pk,
    "rule": lambda w: w.recognition,
    "proposal": lambda w: w.proposal,
    "person": lambda w: w.cast.amina.pk,
    "license": lambda w: w.license.pk,
    "use": lambda w: w.use.pk,
    "artifact": lambda w: w.use.artifact_id,
    "slug": lambda w: w.earlier.microcredential.slug,
    "check": lambda w: w.gates.check,
    "coaching": lambda w: w.gates.coaching,
    "number": lambda w: 1,
    "criterion": lambda w: "pause",
    "part": lambda w: w.use.part,
    "question": lambda w: "setting",
    "identifier": lambda w: w.award.pk,
    "issuer": lambda w: w.issuer,
    "file": lambda w: w.award_file,
    "policy_draft": lambda w: w.policy_draft,
    "renewal_audit": lambda w: w.audit,
    "plan": lambda w: w.plan.plan,
    "section": lambda w: "measures",
    "organization": lambda w: w.cast.northfield.pk,
    "plan_figure": lambda w: w.plan.line,
    "plan_report": lambda w: w.plan.report,
    "plan_comment": lambda w: w.plan.comment,
    "plan_text": lambda w: w.plan.text,
    "first": lambda w: w.plan.first,
    "plan_review": lambda w: w.plan.review,
    "plan_question": lambda w: w.plan.question,
}
# What a body must say beyond its form, so that refusal is not about that.
WORDS: dict[str, dict[str, object]] = {"add_artifact": {"text": "What I saw."}}
# Operations that take a form with a file instead of JSON.
FORMS: dict[str, Callable[[], dict[str, object]]] = {
    "add_file": lambda: {
        "part": "artifacts",
        "request": "recording",
        "kind": "audio",
        "title": "A file",
        "file": SimpleUploadedFile("a.txt", b"words"),
    },
    "read_award_file": lambda: {
        "version": "00000000-0000-4000-8000-000000000000",
        "assessor": "A partner",
        "assessor_url": "https://partner.example",
        "basis": "An agreement.",
        "file": SimpleUploadedFile("a.csv", b"email,earned_on\n"),
    },
    "import_registry": lambda: {
        "registry": "A list",
        "obtained_on": "2026-01-31",
        "file": SimpleUploadedFile("a.csv", b"identifier,name\n"),
    },
}
# These name nothing of anybody's in their path: what they read is the caller's own.
PUBLIC_BUT_PRIVATE = {"show_badge"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once: whoever is refused changes nothing."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield make_world()
            transaction.set_rollback(True)
        connection.close()


def call(client: Client, name: str, world: World, who: people.Person | None) -> int:
    one = OPERATIONS[name]
    path = re.sub(r"\{(\w+)\}", lambda found: str(PARAMETERS[found[1]](world)), one.path)
    if name in FORMS:
        return client.post(path, FORMS[name](), headers=bearer(who) if who else {}).status_code
    response = client.generic(
        one.method.upper(),
        path,
        json.dumps(one.body | WORDS.get(name, {})) if one.body is not None else "",
        content_type="application/json",
        headers=bearer(who) if who else {},
    )
    return response.status_code


def protected(person: people.Person) -> people.Person:
    """With a second factor, so that only the role and the place are in question."""
    Authenticator.objects.get_or_create(
        user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "JBSWY3DPEHPK3PXP"}}
    )
    return person


def test_every_operation_has_a_row_in_the_table_and_every_row_an_operation() -> None:
    assert set(OPERATIONS) == set(API_ACCESS)


@pytest.mark.parametrize("name", sorted(n for n in OPERATIONS if not API_ACCESS[n].public))
def test_nobody_is_refused(world: World, client: Client, name: str) -> None:
    assert call(client, name, world, None) == 401


@pytest.mark.parametrize("name", sorted(n for n in OPERATIONS if API_ACCESS[n].roles))
def test_the_wrong_role_is_refused(world: World, client: Client, name: str) -> None:
    who = protected(holder_of_none(API_ACCESS[name], world))
    assert call(client, name, world, who) == 403


@pytest.mark.parametrize(
    "name",
    sorted(
        n
        for n, one in OPERATIONS.items()
        if "{" in one.path and (not API_ACCESS[n].public or n in PUBLIC_BUT_PRIVATE)
    ),
)
def test_the_right_role_elsewhere_finds_nothing(world: World, client: Client, name: str) -> None:
    for role in sorted(API_ACCESS[name].roles or set(RoleKind)):
        found = call(client, name, world, protected(world.elsewhere[role]))
        assert found == 404, (role, found)


@pytest.mark.parametrize(
    "name",
    sorted(
        n
        for n, one in OPERATIONS.items()
        if "{" not in one.path and one.method == "get" and API_ACCESS[n].roles
    ),
)
def test_the_right_role_elsewhere_reads_nothing_of_northfield_s(
    world: World, client: Client, name: str
) -> None:
    for role in sorted(API_ACCESS[name].roles):
        who = protected(world.elsewhere[role])
        text = client.get(OPERATIONS[name].path, headers=bearer(who)).content.decode()
        for secret in ("Amina", "LL-DRAFT9", "Secret plans", "Chloe", "new@example.org"):
            assert secret not in text, (role, secret)
