import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from longleaf.records.models import trust as rows
from tests.credential.examples import SIGNER, STRANGER
from tests.people import Cast

ELSEWHERE = SIGNER.controller


@pytest.fixture
def dev(client: Client, cast: Cast) -> Client:
    client.force_login(cast.dev)
    return client


def filled(**changes: str) -> dict[str, str]:
    return {
        "name": "Riverbend College (fictional)",
        "identifiers": f"{ELSEWHERE}\ndid:web:riverbend.example",
        "saying": "recognized",
        "since": "2025-07-01",
        "because": "It follows our standards.",
        "scope_kind": "everything",
        **changes,
    }


def add(client: Client, **changes: str) -> rows.KnownIssuer:
    assert client.post("/department/issuers/new", filled(**changes)).status_code == 302
    return rows.KnownIssuer.objects.get()


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().split())


def test_an_issuer_is_added_and_everyone_reads_who_recognizes_it(dev: Client) -> None:
    issuer = add(dev)
    for address in (f"/department/issuers/{issuer.pk}", f"/recognized-issuers/{issuer.pk}"):
        page = text(dev, address)
        assert "Department of Education recognizes it for all it issues" in page
        assert "Since July 1, 2025" in page
        assert ELSEWHERE in page
    for address in ("/department/issuers", "/recognized-issuers"):
        assert "Riverbend College" in text(dev, address)


def test_strangers_do_not_read_which_person_wrote_a_statement(dev: Client, cast: Cast) -> None:
    issuer = add(dev)
    assert cast.dev.name in text(dev, f"/department/issuers/{issuer.pk}")
    assert cast.dev.name not in text(Client(), f"/recognized-issuers/{issuer.pk}")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"identifiers": "did:key:z6Mkcut"}, "may have been cut off"),
        ({"identifiers": ""}, "has no identifier"),
        ({"because": " "}, "This field is required"),
        ({"until": "2024-01-01"}, "comes before the first"),
        ({"scope_kind": "achievements"}, "For which?"),
        ({"scope_kind": "achievements", "scope_values": "Maths"}, "not the address"),
        ({"saying": "permitted"}, "Whose achievement is it?"),
        ({"saying": "distrusted", "since": "2999-01-01"}, "today or earlier"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    dev: Client, changes: dict[str, str], said: str
) -> None:
    answer = dev.post("/department/issuers/new", filled(**changes))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in page
    assert "Riverbend College (fictional)" in page
    assert not rows.KnownIssuer.objects.exists()


def test_a_statement_is_amended_and_withdrawn_and_all_of_it_stays(dev: Client) -> None:
    issuer = add(dev)
    here = f"/department/issuers/{issuer.pk}"
    assert "It follows our standards." in text(dev, f"{here}/statement?about=1")
    amended = filled(since="2025-08-01", because="The first day was wrong.")
    assert dev.post(f"{here}/statement?about=1", amended).status_code == 302
    gone = {"since": "2026-01-01", "because": "The agreement ended."}
    assert "recognizes it" in text(dev, f"{here}/statements/2/withdraw")
    assert dev.post(f"{here}/statements/2/withdraw", gone).status_code == 302
    page = text(dev, here)
    for words in (
        "It follows our standards.",
        "The first day was wrong.",
        "The agreement ended.",
        "counts no more from January 1, 2026 on",
        "takes the place of statement 1",
    ):
        assert words in page


def test_what_was_decided_meanwhile_is_not_decided_twice(dev: Client) -> None:
    issuer = add(dev)
    address = f"/department/issuers/{issuer.pk}/statements/1/withdraw"
    gone = {"since": "2026-01-01", "because": "The agreement ended."}
    dev.post(address, gone)
    assert dev.post(address, gone).status_code == 409
    assert dev.get(address).status_code == 409
    assert issuer.statements.count() == 2


def test_the_same_statement_twice_is_said_to_be_there(dev: Client) -> None:
    issuer = add(dev)
    answer = dev.post(f"/department/issuers/{issuer.pk}/statement", filled())
    assert answer.status_code == 400
    assert "on record already" in answer.content.decode()


def test_names_and_identifiers_are_amended_and_the_former_stay(dev: Client) -> None:
    issuer = add(dev)
    data = {"name": "Riverbend University (fictional)", "identifiers": STRANGER.controller}
    assert dev.post(f"/department/issuers/{issuer.pk}/edit", data).status_code == 302
    page = text(dev, f"/department/issuers/{issuer.pk}")
    assert "Riverbend University" in page
    assert "Former name" in page
    assert page.count("Former identifier") == 2


def test_an_organization_of_this_site_is_there_by_itself_and_can_be_recognized(
    dev: Client, cast: Cast
) -> None:
    listed = dev.get("/recognized-issuers?standing=issues_here").context["page_obj"]
    assert [line.name for line in listed] == ["Northfield Schools", "Southfield Schools"]
    add(dev, name="", identifiers="", organization=str(cast.northfield.pk))
    lines = {line.name: line for line in dev.get("/recognized-issuers").context["page_obj"]}
    assert lines["Northfield Schools"].standing == "recognized"
    assert lines["Southfield Schools"].standing == "issues_here"


def test_the_list_is_filtered_by_standing_name_and_identifier(dev: Client) -> None:
    add(dev)
    for query, count in (
        ("", 3),
        ("standing=recognized", 1),
        ("standing=distrusted", 0),
        ("standing=nonsense", 3),
        ("q=riverbend", 1),
        (f"q={ELSEWHERE}", 1),
        (f"q={ELSEWHERE[:-1]}", 0),
    ):
        page = dev.get(f"/recognized-issuers?{query}").context["page_obj"]
        assert page.paginator.count == count, query


def test_the_registry_is_there_for_programs(dev: Client) -> None:
    add(dev)
    stranger = Client()
    known = stranger.get("/recognized-issuers.json")
    assert known["Access-Control-Allow-Origin"] == "*"
    assert known.json()["registry"][ELSEWHERE] == {"name": "Riverbend College (fictional)"}
    whole = stranger.get("/recognized-issuers/registry.json").json()
    assert whole["keeper"] == "Department of Education"
    assert "Riverbend College (fictional)" in [each["name"] for each in whole["issuers"]]
    table = stranger.get("/recognized-issuers.csv").getvalue().decode("utf-8-sig")
    assert f"{ELSEWHERE},Riverbend College (fictional)" in table


def test_whoever_is_distrusted_is_not_in_the_list_of_known_dids(dev: Client) -> None:
    add(dev, saying="distrusted")
    assert ELSEWHERE not in dev.get("/recognized-issuers.json").json()["registry"]


def test_a_long_list_takes_no_more_queries_than_a_short_one(dev: Client, cast: Cast) -> None:
    numbers = []
    for count in (3, 30):
        for number in range(count):
            made = filled(
                name=f"College {count} {number}",
                identifiers=f"did:web:c{count}-{number}.example",
                saying="permitted",
                owner=str(cast.northfield.pk),
            )
            assert dev.post("/department/issuers/new", made).status_code == 302
        for address in ("/recognized-issuers", "/department/issuers"):
            with CaptureQueriesContext(connection) as found:
                dev.get(address)
            numbers.append(len(found))
    assert numbers[:2] == numbers[2:]
    assert max(numbers) <= 25


def file(content: bytes, name: str = "registry.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


KNOWN = json.dumps(
    {
        "registry": {
            ELSEWHERE: {"name": "Riverbend", "location": "Somewhere"},
            "did:web:school.example": {"name": "A school", "url": "https://school.example"},
            "did:key:cut": {"name": "Cut off"},
        }
    }
).encode()


def reading(cast: Cast, content: bytes = KNOWN, **changes: str) -> dict[str, Any]:
    return {
        "registry": "A consortium’s list",
        "address": "https://registry.example/registry.json",
        "obtained_on": "2026-02-01",
        "answered_by": str(cast.dev.pk),
        "file": file(content),
        **changes,
    }


def test_a_registry_is_looked_at_before_it_is_listed(dev: Client, cast: Cast) -> None:
    answer = dev.post("/department/registries", reading(cast))
    assert answer.status_code == 302
    preview = text(dev, answer["Location"])
    assert "What this edition would list" in preview
    assert "may have been cut off" in preview
    assert "2 good entries, 1 problem" in preview
    assert not rows.ListedIssuer.objects.exists()
    assert dev.post(answer["Location"], {"how": "all"}).status_code == 409
    assert not rows.ListedIssuer.objects.exists()
    assert dev.post(answer["Location"], {"how": "good"}).status_code == 302
    listed = text(Client(), "/recognized-issuers?standing=listed")
    assert "A consortium’s list, as of February 1, 2026" in listed
    assert "2 issuers listed in registries that others keep" in listed
    assert "Dev Raman answers for it" in text(dev, "/department/registries")


def test_a_listed_issuer_is_offered_to_be_recognized(dev: Client, cast: Cast) -> None:
    address = dev.post("/department/registries", reading(cast))["Location"]
    page = dev.get(address).content.decode()
    assert "/department/issuers/new?identifier=did%3Aweb%3Aschool.example" in page
    form = text(dev, "/department/issuers/new?identifier=did%3Aweb%3Aschool.example&name=A")
    assert "did:web:school.example" in form


def test_a_withdrawn_registry_is_no_longer_listed_but_stays_on_record(
    dev: Client, cast: Cast
) -> None:
    address = dev.post("/department/registries", reading(cast))["Location"]
    dev.post(address, {"how": "good"})
    held = rows.OtherRegistry.objects.get()
    assert dev.post(f"/department/registries/{held.pk}/withdraw", {}).status_code == 400
    gone = {"because": "It is no longer kept."}
    assert dev.post(f"/department/registries/{held.pk}/withdraw", gone).status_code == 302
    assert "It is no longer kept." in text(dev, "/department/registries")
    listed = dev.get("/recognized-issuers?standing=listed").context["page_obj"]
    assert listed.paginator.count == 0
    assert rows.ListedIssuer.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"{", "not a JSON document"),
        (b'{"registry": []}', "not a list of known DIDs"),
        (b"name,website\nA,b", "no column"),
        (b"\xff\xfe", "not in UTF-8"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_reason(
    dev: Client, cast: Cast, content: bytes, said: str
) -> None:
    answer = dev.post("/department/registries", reading(cast, content))
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not rows.RegistryEdition.objects.exists()


def test_a_coordinator_keeps_no_registry(client: Client, cast: Cast) -> None:
    client.force_login(cast.chloe)
    assert client.post("/department/issuers/new", filled()).status_code == 403
    assert not rows.KnownIssuer.objects.exists()
