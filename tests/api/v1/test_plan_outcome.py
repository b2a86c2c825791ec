"""What plans achieve, and small acts around plans, over the REST API."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from longleaf.records.models import plan as rows
from tests.api.v1.test_renewal import holder
from tests.people import NOW, Cast
from tests.plans import a_plan_in_force

pytestmark = pytest.mark.usefixtures("at_now")

BEGUN = NOW - timedelta(days=400)
FIRST = BEGUN.date()


@pytest.fixture
def plan(cast: Cast) -> rows.Plan:
    return a_plan_in_force(cast, first=FIRST, now=BEGUN, coverage={"who": "everyone", "kinds": []})


def _post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


def test_figures_and_a_yearly_report_go_to_the_department(cast: Cast, plan: rows.Plan) -> None:
    chloe, own = holder(cast.chloe), f"own-plans/{plan.pk}"
    wrong = {"measure": "m1", "day": "soon", "figure": "19"}
    assert _post(chloe, f"{own}/figures", wrong).status_code == 400
    given = {"measure": "m1", "day": "2025-10-29", "figure": "16", "size": "1200"}
    line = _post(chloe, f"{own}/figures", given).json()["figures"][0]["id"]
    fixed = _post(
        chloe, f"plan-figures/{line}/correct", {"figure": "19", "because": "One was missing"}
    )
    assert fixed.json()["measures"][0]["figure"] == "19"
    file = {"text": "measure,day,figure\nm1,2026-01-20,x\nm1,2026-01-21,18", "keep": "good"}
    kept = _post(chloe, f"{own}/figures/file", file).json()
    assert (kept["kept"], kept["problems"][0]["row"]) == (1, 2)
    year = chloe.get(f"/api/v1/{own}/years/{FIRST}").json()
    body = {"words": {"practice": "Lessons turn on answers."}, "digest": year["digest"]}
    sent = _post(chloe, f"{own}/years/{FIRST}/send", body)
    assert sent.status_code == 201, sent.content
    dev = holder(cast.dev)
    read = dev.get(f"/api/v1/plan-year-reports/{sent.json()['id']}").json()
    assert read["words"]["practice"] == "Lessons turn on answers."
    found = dev.get("/api/v1/plan-measures", {"progress": "on_track"}).json()
    assert [one["figure"] for one in found["measures"]] == ["18"]
    assert found["measures"][0]["gaps"] == 0
    assert found["years"][-1]["report"] == sent.json()["id"]


def test_titles_comments_and_closed_days_are_kept(cast: Cast, plan: rows.Plan) -> None:
    chloe, dev = holder(cast.chloe), holder(cast.dev)
    named = _post(chloe, f"own-plans/{plan.pk}/rename", {"title": "Second"})
    assert named.json()["title"] == "Second"
    remark = {"element": "measures", "text": "Whose tests?"}
    review = plan.reviews.get()
    seen = _post(dev, f"plan-reviews/{review.pk}/comments", remark).json()["remarks"]
    assert [one["text"] for one in seen] == ["Whose tests?"]
    comment = seen[0]["id"]
    assert _post(chloe, f"plan-comments/{comment}/settle", {}).status_code == 404
    assert _post(dev, f"plan-comments/{comment}/settle", {}).status_code == 204
    assert _post(dev, f"plan-comments/{comment}/settle", {}).status_code == 409
    days = {"days": [{"name": "Winter break", "first": "2026-12-21", "last": "2027-01-01"}]}
    address = f"/api/v1/closed-days/{cast.northfield.pk}"
    kept = chloe.put(address, days, content_type="application/json").json()
    assert kept == days["days"] == chloe.get(address).json()
    assert holder(cast.eve).get(address).status_code == 404
