"""Values that tests of plans share: the pack's kind, and a plan that lacks nothing."""

from functools import cache
from pathlib import Path
from typing import Any

from longleaf.domain.plan.completeness import Known
from longleaf.domain.plan.content import Content, read_content
from longleaf.domain.plan.kind import PlanKind, plan_kind_from_yaml
from longleaf.policy.load import load_jurisdiction
from longleaf.policy.rules import Rules

PACK = Path(__file__).resolve().parents[3] / "jurisdictions/north_carolina/plans"
WORDS = "word " * 30
KNOWN = Known(
    microcredentials=frozenset({"wait-time"}),
    elements=frozenset({"ncpts IV-h", "ncpts IV-e"}),
    schools={"school-1": "North Elementary"},
    people=frozenset({"amina@example.org"}),
    kinds=frozenset({"teacher"}),
)


@cache
def kind(name: str = "alternative_renewal_plan") -> PlanKind:
    path = PACK / f"{name}.yaml"
    return plan_kind_from_yaml(path.read_text(encoding="utf-8"), name=path.name)


@cache
def rules() -> Rules:
    return load_jurisdiction("north_carolina")


def whole() -> dict[str, dict[str, Any]]:
    """Every section, with nothing missing and nothing to point out but the statute."""
    return {
        "competency": {"text": WORDS},
        "connection": {
            "text": WORDS,
            "goals": [{"key": "g1", "title": "A goal", "source": "The plan, goal 1"}],
            "competencies": [
                {
                    "key": "c1",
                    "title": "A competency",
                    "element": "ncpts IV-h",
                    "goals": ["g1"],
                    "microcredentials": ["wait-time"],
                    "kinds": ["teacher"],
                    "processes": ["p1"],
                }
            ],
        },
        "processes": {
            "text": WORDS,
            "processes": [
                {"key": "p1", "title": "Peers", "kind": "peer_review", "description": "They look."}
            ],
        },
        "waivers": {"text": "", "waivers": []},
        "standards": {"text": WORDS},
        "measures": {
            "measures": [
                {
                    "key": "m1",
                    "title": "A measure",
                    "goals": ["g1"],
                    "unit": "percent",
                    "baseline": "10",
                    "baseline_on": "2025-06-01",
                    "target": "20",
                    "due_on": "2026-06-01",
                    "source": "A report",
                    "reported": "yearly",
                }
            ]
        },
        "coverage": {
            "coverage": {"who": "everyone", "starts_on": "2026-07-01", "consent": "notice"}
        },
    }


def content(**changes: dict[str, Any]) -> Content:
    """The whole plan with the entries of these lists changed field by field."""
    sections = whole()
    for data in sections.values():
        for name, change in changes.items():
            if name in data and name != "text":
                if isinstance(data[name], list):
                    data[name] = [{**one, **change} for one in data[name] or [{"key": "x1"}]]
                else:
                    data[name] = {**data[name], **change}
    return read_content(sections)
