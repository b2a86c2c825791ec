"""The common language over REST, for everyone."""

import pytest
from django.test import Client

from tests.languages import a_group, a_registry, adopted, proposed
from tests.people import Cast

API = "/api/v1"


@pytest.mark.django_db
def test_programs_read_concepts_conflicts_proposals_and_the_group(
    cast: Cast, client: Client
) -> None:
    a_registry()
    a_group(cast)
    proposal = proposed(cast.acting(cast.chloe))
    adopted(cast, proposal)
    lines = client.get(f"{API}/concepts", {"q": "ASSESS"}).json()
    assert [(one["key"], one["status"]) for one in lines] == [("reviewer", "adopted")]
    assert lines[0]["page"].endswith("/glossary/reviewer")
    concept = client.get(f"{API}/concepts/reviewer").json()
    assert [one["text"] for one in concept["labels"]] == ["reviewer", "evaluator", "assessor"]
    assert [one["is_basis"] for one in concept["usages"]] == [False, True]
    assert client.get(f"{API}/term-conflicts").json() == []
    assert [one["id"] for one in client.get(f"{API}/term-proposals").json()] == [str(proposal)]
    shown = client.get(f"{API}/term-proposals/{proposal}").json()
    assert shown["decision"]["tally"] == {"for": 3, "against": 0, "abstain": 0, "members": 3}
    group = client.get(f"{API}/work-group").json()
    assert (group["majority"], len(group["members"])) == ("2/3", 3)
    assert "Raman" not in str(group)
    for path in ("concepts/none", f"term-proposals/{cast.amina.pk}"):
        assert client.get(f"{API}/{path}").status_code == 404
