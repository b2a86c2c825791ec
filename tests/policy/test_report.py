"""The JSON form of an evaluation, which stays."""

import json

from longleaf.policy.evaluate import evaluate
from longleaf.policy.explain import explanation_as_json
from longleaf.policy.report import citation_as_json, evaluation_as_json
from tests.policy.toy import EXPIRES, north_carolina, teacher, workshop


def test_the_form_has_exactly_these_names_and_amounts_are_text() -> None:
    rules = north_carolina()
    found = evaluation_as_json(evaluate(rules, teacher(workshop("a1", "3/2", "academic")), EXPIRES))
    assert list(found) == [
        "outcome",
        "policy",
        "on",
        "unit",
        "required",
        "counted",
        "missing",
        "categories",
        "findings",
        "ways",
    ]
    assert (found["required"], found["counted"], found["missing"]) == ("8", "1.5", "6.5")
    categories = found["categories"]
    assert isinstance(categories, list)
    assert categories[0] == {
        "name": "academic",
        "required": "4",
        "counted": "1.5",
        "missing": "2.5",
        "outcome": "unmet",
    }
    findings = found["findings"]
    assert isinstance(findings, list)
    for finding in findings:
        assert list(finding) == [
            "rule",
            "outcome",
            "because",
            "numbers",
            "inputs",
            "left_out",
            "citation",
        ]
        assert finding["citation"]["verified_on"]


def test_the_same_evaluation_prints_the_same_bytes() -> None:
    rules, facts = north_carolina(), teacher(workshop("a1", "3", "academic"))
    texts = {
        json.dumps(explanation_as_json(rules, evaluate(rules, facts, EXPIRES))) for _ in range(3)
    }
    assert len(texts) == 1


def test_what_cites_nothing_has_no_citation() -> None:
    assert citation_as_json([]) is None


def test_a_source_cited_twice_is_named_once() -> None:
    law = next(iter(north_carolina().citations.values()))
    found = citation_as_json([law, law])
    assert found is not None
    assert found["also"] == []
