"""The VC API of a site: anybody verifies, an organization's administrators have things signed."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from longleaf.domain.organization.actor import RoleKind
from longleaf.records.models import audit
from longleaf.records.models import award as awards
from longleaf.records.models import issued as rows
from longleaf.records.models import organization as people
from tests.api.test_award import bearer
from tests.people import Cast, person
from tests.web.public.test_badges import award, document

__all__ = ["award"]
pytestmark = pytest.mark.django_db

CREDENTIAL: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/examples/v2",
    ],
    "id": "https://courses.example/certificates/1",
    "type": ["VerifiableCredential"],
    "credentialSubject": {"id": "did:example:amina", "course": "A course of our own system"},
}
STATUS = {
    "credentialId": CREDENTIAL["id"],
    "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"},
}


def ask(
    client: Client, path: str, body: object, who: people.Person | None = None
) -> tuple[int, Any]:
    answer = client.post(
        f"/api/v1/vc{path}",
        json.dumps(body),
        content_type="application/json",
        headers=bearer(who) if who else {},
    )
    return answer.status_code, answer.json()


def issue(client: Client, cast: Cast, **members: object) -> tuple[int, Any]:
    return ask(client, "/credentials/issue", {"credential": CREDENTIAL | members}, cast.ada)


def verify(client: Client, credential: object) -> int:
    return ask(client, "/credentials/verify", {"verifiableCredential": credential})[0]


def test_what_an_administrator_has_signed_anybody_can_verify(client: Client, cast: Cast) -> None:
    status, body = issue(client, cast)
    assert status == 201, body
    signed = body["verifiableCredential"]
    assert signed["issuer"].startswith("did:key:")
    assert signed["credentialStatus"]["statusPurpose"] == "revocation"
    assert verify(client, signed) == 200
    assert verify(client, signed | {"credentialSubject": {"id": "did:example:bea"}}) == 400
    assert audit.AuditEvent.objects.filter(verb="credential.issued").count() == 1


def test_the_same_credential_is_signed_once_and_another_under_its_name_not_at_all(
    client: Client, cast: Cast
) -> None:
    first = issue(client, cast)
    assert issue(client, cast) == first
    assert rows.IssuedCredential.objects.count() == 1
    status, body = issue(client, cast, credentialSubject={"id": "did:example:bea"})
    assert status == 400
    assert "was issued before" in body["errors"][0]


def test_one_without_a_name_gets_one(client: Client, cast: Cast) -> None:
    unnamed = {name: value for name, value in CREDENTIAL.items() if name != "id"}
    status, body = ask(client, "/credentials/issue", {"credential": unnamed}, cast.ada)
    assert status == 201
    assert body["verifiableCredential"]["id"].startswith("urn:uuid:")


def test_its_issuer_revokes_it_and_restores_it(client: Client, cast: Cast) -> None:
    signed = issue(client, cast)[1]["verifiableCredential"]
    assert ask(client, "/credentials/status", STATUS, cast.ada)[0] == 200
    assert verify(client, signed) == 400
    assert ask(client, "/credentials/status", STATUS, cast.ada)[0] == 200
    assert ask(client, "/credentials/status", STATUS | {"status": False}, cast.ada)[0] == 200
    assert verify(client, signed) == 200


def test_no_other_organization_can_sign_as_it_or_end_what_it_issued(
    client: Client, cast: Cast
) -> None:
    signed = issue(client, cast)[1]["verifiableCredential"]
    elsewhere = person("Anna Elsewhere", (RoleKind.ADMINISTRATOR, cast.southfield))
    borrowed = {"credential": CREDENTIAL | {"issuer": signed["issuer"]}}
    assert ask(client, "/credentials/issue", borrowed, elsewhere)[0] == 404
    assert ask(client, "/credentials/status", STATUS, elsewhere)[0] == 404
    assert verify(client, signed) == 200


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"credentialStatus": {"id": "urn:x", "type": "X"}}, "is added when"),
        ({"proof": {"type": "X"}}, "is added when"),
        ({"type": "Certificate"}, "VerifiableCredential"),
        ({"unheardOf": 1, "@context": CREDENTIAL["@context"][:1]}, "not defined"),
        ({"id": f"urn:{'x' * 500}"}, "500 characters"),
        (
            {"credentialSubject": {"achievement": {"id": "http://testserver/microcredentials/x"}}},
            "earned on evidence",
        ),
    ],
)
def test_what_cannot_be_signed_is_refused_with_the_reason_and_leaves_nothing(
    client: Client, cast: Cast, settings: Any, members: dict[str, object], said: str
) -> None:
    settings.BASE_URL = "http://testserver"
    status, body = issue(client, cast, **members)
    assert status == 400
    assert said in " ".join(body["errors"])
    assert rows.IssuedCredential.objects.count() == 0


def test_a_badge_of_this_site_is_verified_and_a_broken_request_is_not_a_fault(
    client: Client, award: awards.Award
) -> None:
    assert verify(client, json.loads(document(award))) == 200
    for body in (b"", b"[]", b"{", b"\xff", b'{"verifiableCredential": 7}'):
        answer = client.post("/api/v1/vc/credentials/verify", body, content_type="application/json")
        assert answer.status_code == 400, body
        assert answer["Content-Type"] == "application/problem+json"


def test_a_presentation_that_nobody_signed_is_not_verified(
    client: Client, award: awards.Award
) -> None:
    presentation = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [json.loads(document(award))],
    }
    status, body = ask(client, "/presentations/verify", {"verifiablePresentation": presentation})
    assert (status, body["verified"]) == (400, False)


def test_only_what_was_signed_to_be_shown_in_part_can_be(
    client: Client, award: awards.Award
) -> None:
    request = {"verifiableCredential": json.loads(document(award))}
    status, body = ask(client, "/credentials/derive", request)
    assert status == 400
    assert "ecdsa-sd-2023" in body["errors"][0]


def test_the_database_wants_a_place_on_a_list_for_each_and_lets_none_change(
    client: Client, cast: Cast
) -> None:
    issue(client, cast)
    kept = rows.IssuedCredential.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.IssuedCredential.objects.filter(pk=kept.pk).update(document="{}")
    kept.pk, kept.credential_id = uuid4(), "urn:other"
    kept.save(force_insert=True)
    with pytest.raises(IntegrityError, match="place on a status list"), connection.cursor() as now:
        now.execute("SET CONSTRAINTS ALL IMMEDIATE")
