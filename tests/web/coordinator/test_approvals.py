"""A coordinator's approvals and exports."""

import pytest
from django.test import Client

from longleaf.records.models import audit
from longleaf.records.models import credit as rows
from longleaf.records.models import organization as people
from tests.cycles import a_license, a_waiting_activity, an_approved_activity
from tests.people import TODAY, Cast

pytestmark = pytest.mark.usefixtures("demo_rules", "at_now")


def as_person(who: people.Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def chloe(cast: Cast) -> Client:
    return as_person(cast.chloe)


@pytest.fixture
def eve(cast: Cast) -> Client:
    return as_person(cast.eve)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def file_of(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer).decode("utf-8-sig").splitlines()


# Approvals


def test_the_queue_lists_what_waits_longest_first_and_can_be_filtered(
    cast: Cast, chloe: Client
) -> None:
    a_waiting_activity(cast, title="Reading")
    a_waiting_activity(cast, cast.ben, title="Chemistry")
    an_approved_activity(cast, title="Approved one")
    page = text_of(chloe, "/coordinator/approvals")
    assert "2 activities" in page
    assert "Approved one" not in page
    assert "1 activity<" in text_of(chloe, "/coordinator/approvals?q=chem")
    assert "1 activity<" in text_of(chloe, f"/coordinator/approvals?school={cast.middle.pk}")
    assert "Approved one" in text_of(chloe, "/coordinator/approvals?state=approved")


def test_an_activity_is_approved_for_the_categories_ticked(cast: Cast, chloe: Client) -> None:
    held = a_waiting_activity(cast)
    address = f"/coordinator/approvals/{held.pk}"
    assert 'value="literacy" id="category-2" checked' in text_of(chloe, address)
    answer = chloe.post(
        address, {"decision": "approve", "category": ["academic", "literacy"]}, follow=True
    )
    assert "Approved, and entered into the ledger. Amina Reyes is told." in answer.content.decode()
    assert rows.CreditEntry.objects.get().categories == ["academic", "literacy"]
    again = chloe.post(address, {"decision": "approve", "category": ["literacy"]})
    assert again.status_code == 409


def test_approving_for_nothing_is_refused_with_a_link_to_the_boxes(
    cast: Cast, chloe: Client
) -> None:
    answer = chloe.post(f"/coordinator/approvals/{a_waiting_activity(cast).pk}", {})
    assert answer.status_code == 400
    assert 'href="#category-1"' in answer.content.decode()


def test_an_activity_is_declined_with_a_reason(cast: Cast, chloe: Client) -> None:
    address = f"/coordinator/approvals/{a_waiting_activity(cast).pk}"
    assert chloe.post(address, {"decision": "decline", "reason": ""}).status_code == 400
    assert chloe.post(address, {"decision": "decline", "reason": "No proof."}).status_code == 302
    assert rows.Activity.objects.get().reason == "No proof."


def test_what_is_ticked_is_approved_and_the_list_comes_back_as_it_was(
    cast: Cast, chloe: Client
) -> None:
    first = a_waiting_activity(cast, title="One")
    a_waiting_activity(cast, title="Two")
    answer = chloe.post(
        "/coordinator/approvals/bulk",
        {"activity": [str(first.pk)], "back": "/coordinator/approvals?q=o"},
    )
    assert answer.headers["Location"] == "/coordinator/approvals?q=o"
    assert list(rows.Activity.objects.filter(state="approved")) == [first]


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/elsewhere", ""])
def test_the_way_back_never_leads_elsewhere(chloe: Client, back: str) -> None:
    answer = chloe.post("/coordinator/approvals/bulk", {"back": back})
    assert answer.headers["Location"] == "/coordinator/approvals"


def test_a_made_up_identifier_approves_nothing(cast: Cast, chloe: Client) -> None:
    foreign = a_waiting_activity(cast, cast.ezra)
    for wrong in ("x", str(foreign.pk)):
        answer = chloe.post("/coordinator/approvals/bulk", {"activity": [wrong]})
        assert answer.status_code == 404
    assert not rows.CreditEntry.objects.exists()


def test_an_activity_of_another_lea_is_not_found(cast: Cast, eve: Client) -> None:
    held = a_waiting_activity(cast)
    address = f"/coordinator/approvals/{held.pk}"
    assert eve.get(address).status_code == 404
    assert eve.post(address, {"decision": "approve", "category": "literacy"}).status_code == 404


# Exports


@pytest.mark.parametrize("kind", ["people", "ledger", "awards", "activities"])
def test_an_export_holds_the_lea_s_own_rows_and_is_noted(
    cast: Cast, chloe: Client, kind: str
) -> None:
    a_license(cast.amina)
    an_approved_activity(cast)
    a_waiting_activity(cast, cast.ezra, title="Southfield's own")
    text = "\n".join(file_of(chloe, f"/coordinator/exports/{kind}"))
    assert ("Amina Reyes" in text) is (kind != "awards")
    assert "Ezra" not in text
    event = audit.AuditEvent.objects.get(verb="records.exported")
    assert (event.actor, event.subject_id) == (cast.chloe, kind)
    assert event.organization == cast.northfield


def test_an_unknown_export_is_not_found(chloe: Client) -> None:
    assert chloe.get("/coordinator/exports/secrets").status_code == 404


def test_the_exports_are_listed(chloe: Client) -> None:
    assert "Download people and their standing" in text_of(chloe, "/coordinator/exports")


@pytest.mark.parametrize(
    "address",
    ["", "/people", "/approvals", "/exports", "/exports/people"],
)
def test_educators_and_administrators_have_no_coordinator_s_pages(cast: Cast, address: str) -> None:
    for who in (cast.amina, cast.ada, cast.dev):
        assert as_person(who).get(f"/coordinator{address}").status_code == 403


def test_a_coordinator_of_two_leas_sees_the_one_they_act_for(cast: Cast) -> None:
    people.Role.objects.create(
        person=cast.chloe, organization=cast.southfield, kind="coordinator", began_on=TODAY
    )
    people.Person.objects.filter(pk=cast.chloe.pk).update(acting_for=cast.southfield)
    page = text_of(as_person(cast.chloe), "/coordinator/people")
    assert "Ezra Boone" in page
    assert "Amina" not in page
