"""Drafts of the rules and random audits over the REST API."""

import pytest
from django.test import Client

from tests.api.v1.test_renewal import holder
from tests.drafted import SEED, a_draft, a_license, an_audit, compute_now, educators
from tests.people import Cast

pytestmark = pytest.mark.usefixtures("at_now")


@pytest.fixture
def dev(cast: Cast) -> Client:
    return holder(cast.dev)


def test_a_draft_is_read_with_its_figures_and_small_counts_are_null(
    cast: Cast, dev: Client
) -> None:
    draft = a_draft(cast)
    assert dev.get("/api/v1/policy-drafts").json()["drafts"][0]["title"] == "Nine credits"
    address = f"/api/v1/policy-drafts/{draft}/versions/1"
    assert dev.get(address).json()["figures"] is None
    educators(cast.elementary, 3)
    compute_now(cast, draft)
    found = dev.get(address).json()
    assert found["figures"]["whole"]["educators"] is None
    assert {one["file"] for one in found["files"]} >= {"policy/policy.yaml"}
    assert dev.get(f"/api/v1/policy-drafts/{draft}/versions/2").status_code == 404


def test_an_audit_is_read_with_seed_strata_and_tickets(cast: Cast, dev: Client) -> None:
    held = a_license(cast.amina)
    audit = an_audit(cast)
    assert dev.get("/api/v1/renewal-audits").json()["count"] == 1
    found = dev.get(f"/api/v1/renewal-audits/{audit}").json()
    assert found["seed"] == SEED
    assert found["strata"] == [
        {"lea": "Northfield Schools", "kind": "teacher", "population": 1, "drawn": 1}
    ]
    assert [one["license"] for one in found["cases"]] == [str(held.pk)]
    assert "name" not in found["cases"][0]


def test_nobody_but_the_department_reads_them(cast: Cast) -> None:
    for address in ("/api/v1/policy-drafts", "/api/v1/renewal-audits"):
        assert holder(cast.chloe).get(address).status_code == 403
