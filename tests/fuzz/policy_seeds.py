"""A policy with every kind of rule, a local board, and facts that touch all of them."""

import json
from typing import Final

POLICY: Final = """\
policy: {jurisdiction: toy, title: Toy State, version: "1", unit: point, residual: free, time_zone: America/Denver}
sources:
  law: {title: The toy law, publisher: Toy State, kind: statute, verified_on: 2026-01-02, url: "https://law.example/toy"}
categories:
  craft: {title: craft, accepts: [toy 1], citation: law}
  old: {title: old, citation: law}
  free: {title: free, accepts: anything, citation: law}
conversions:
  - {unit: quarter_hour, one_is: 1/13, citation: law}
  - {unit: clock_hour, one_is: 3, rounded_down_to: 0.1, in_steps_of: 1, citation: law}
parameters:
  points:
    unit: point
    values:
      - {last: 2029-12-31, value: 10, citation: law}
      - {first: 2030-01-01, value: 12, citation: [law]}
  least:
    unit: point
    floor: {category: craft, licenses: [teacher]}
    values: [{value: 3, citation: law}]
kinds:
  teacher: {title: Teacher}
ratings: [developing, proficient]
competency_levels: [not_yet, demonstrated, strong]
grade_spans:
  6-8: [{read_as: 6-12, citation: law}]
licenses:
  teacher:
    title: Teacher
    kind: teacher
    requires:
      credit:
        total: points
        split:
          - {last: 2029-12-31, minima: {craft: 4, free: 6}, citation: law}
          - {first: 2030-01-01, minima: {craft: 4, free: 8}, citation: law}
        prorated:
          - {first: 2026-01-01, last: 2026-12-31, years: 5, citation: law}
      rating:
        at_least: proficient
        held: [{asked: true, citation: law}]
      also:
        course: {title: A course, held: [{asked: true, citation: law}]}
activities:
  workshop:
    title: Workshop
    worth: [{by_unit: true, citation: law}]
    refuses_evidence: [letter]
  national_board:
    title: National Board
    standing_fact: national_board
    worth: [{full_cycle: true, citation: law}]
  renewal:
    title: Renewal
    worth: [{each: {credits: 2, per: certificate, split: {craft: 1, free: 1}}, citation: law}]
    accepted: [{accepted: true, citation: law}]
crosswalk:
  - {last: 2024-12-31, unknown: Nobody has said., citation: law}
  - first: 2025-01-01
    any: {credits: 1}
    named:
      "urn:toy:gold": {credits: 3}
      silver: {by_stated_hours: clock_hour}
      done: {satisfies: [craft]}
    stacks:
      early: {title: Early reading, of: [one, two], credits: 5, categories: [craft]}
    citation: law
exemptions:
  legislator: {frees_from: [credit], held: [{frees: true, citation: law}]}
caps:
  shops: {title: workshops, kinds: [workshop], per: year, year_begins: 07-01, held: [{at_most: 2, citation: law}]}
  all: {title: everything, kinds: [workshop, renewal], per: cycle, held: [{share_of_total: 0.5, citation: law}]}
conditions:
  proof:
    kinds: [renewal, microcredential]
    held: [{asks: {evidence: [certificate], approved_by: [lea], approved_in_advance: true, at_least: 1}, citation: law}]
carry_over:
  kept: {kinds: [renewal], held: [{months: 3, citation: law}]}
alternative_plans:
  other: {title: Other, licenses: [teacher], held: [{in_force: true, citation: law}]}
extension: [{months: 12, citation: law}]
majority_of_time: [{last: 2027-01-01, unknown: Nobody has said., citation: law}]
reallocations:
  old: {held: [{allowed: true, citation: law}]}
mastery:
  teaching:
    licenses: [teacher]
    demands:
      reading: {title: Reading, competencies: [c1, c2], at_least: 1, level: demonstrated, within_years: 5, evidence_kinds: 2, confirmed_by: [lea]}
    held: [{weight: either, citation: law}]
"""  # noqa: E501 - rules on one line each are easier to mutate

LOCAL: Final = """\
local: {name: valley, title: Valley Schools, invented: true}
sources:
  board: {title: The board, publisher: Valley, kind: invented, verified_on: 2026-01-02}
categories:
  place: {title: our place, citation: board}
additions:
  - category: place
    inside: free
    licenses: [teacher]
    held: [{first: 2025-01-01, last: 2027-12-31, credits: 1, citation: board}]
readings:
  6-8: [{read_as: 6-12, citation: board}]
crosswalk:
  - {any: {credits: 2}, citation: board}
caps:
  fewer:
    title: workshops here
    kinds: [workshop]
    per: cycle
    held: [{at_most: 3, citation: board}]
mastery:
  here:
    demands:
      families: {title: Families, competencies: [c3]}
    held: [{weight: both, citation: board}]
"""

FACTS: Final = json.dumps(
    {
        "license": {
            "kind": "teacher",
            "grade_span": "6-8",
            "cycle_began_on": "2021-07-01",
            "expires_on": "2026-06-30",
            "extended_to": "2026-12-31",
            "years_employed": "4.5",
        },
        "employer": {"jurisdiction": None, "local": "valley"},
        "evaluation": {"rating": "proficient", "on": "2026-05-15"},
        "activities": [
            {
                "id": "a1",
                "kind": "workshop",
                "quantity": "20",
                "unit": "clock_hour",
                "categories": ["craft", "academic"],
                "completed_on": "2024-10-01",
                "approved": True,
                "evidence": ["certificate"],
            },
            {
                "id": "a2",
                "kind": "renewal",
                "quantity": "1",
                "unit": "certificate",
                "completed_on": "2021-05-01",
                "approved": None,
                "began_on": "2021-04-01",
                "approved_on": "2021-03-01",
                "approved_by": "lea",
                "banked": True,
            },
        ],
        "awards": [
            {
                "id": f"w{number}",
                "microcredential": f"urn:{slug}",
                "granted_on": "2025-02-03",
                "stack": None,
                "competencies": [
                    {
                        "id": f"c{number}",
                        "level": "demonstrated",
                        "evidence": ["video", "lesson"],
                        "confirmed_by": ["lea"],
                    }
                ],
                "definition": {
                    "slug": slug,
                    "renewal_categories": ["craft", "literacy"],
                    "effort_hours": "15",
                },
            }
            for number, slug in enumerate(("one", "two", "done"), 1)
        ],
        "recognized": [
            {
                "id": "r1",
                "quantity": "2/3",
                "unit": "credit",
                "categories": ["literacy"],
                "earned_on": "2025-01-01",
                "kinds": ["teacher"],
            }
        ],
        "assignments": [
            {"kind": "teacher", "grade_span": "6-12", "share": "0.6"},
            {"kind": "teacher", "grade_span": "K-5", "share": "0.4"},
        ],
        "plan": {
            "id": "p",
            "title": "The plan",
            "began_on": "2025-01-01",
            "ends_on": "2026-12-31",
            "waivers": [
                {
                    "id": "lit",
                    "category": "literacy",
                    "quantity": "2",
                    "kinds": ["teacher"],
                    "instead": [
                        {
                            "id": "reading",
                            "title": "Reading",
                            "competencies": ["c1", "c2"],
                            "at_least": 1,
                            "level": "demonstrated",
                            "within_years": "5",
                            "evidence_kinds": 2,
                            "confirmed_by": ["lea"],
                        }
                    ],
                },
                {"id": "all"},
            ],
            "citation": {
                "title": "Plan of 2025",
                "publisher": "Valley",
                "verified_on": "2025-08-01",
                "url": "https://valley.example/plan",
            },
        },
        "standing_facts": {"national_board": "2025-01-01", "legislator": False, "lifetime": False},
    },
    indent=1,
)
