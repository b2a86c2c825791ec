"""A toy state with rules that North Carolina does not have, and short ways to make facts."""

from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from longleaf.policy.facts import Activity, Employer, Facts, License, Rating
from longleaf.policy.load import load_jurisdiction, load_policy
from longleaf.policy.rules import Rules

BEGAN, EXPIRES = date(2021, 7, 1), date(2026, 6, 30)

POLICY = """\
policy:
  jurisdiction: toy
  title: Toy State
  version: "1"
  unit: point
  residual: free
  time_zone: America/Denver
sources:
  law:
    title: The toy law
    publisher: Toy State
    kind: statute
    verified_on: 2026-01-02
    url: https://law.example/toy
    note: Read whole.
categories:
  craft:
    title: craft
    accepts: [toy 1]
    citation: law
  free:
    title: free
    accepts: anything
    citation: law
conversions:
  - unit: quarter_hour
    one_is: 1/13
    citation: law
  - unit: clock_hour
    one_is: 3
    rounded_down_to: 0.1
    citation: law
parameters:
  points:
    unit: point
    values:
      - last: 2029-12-31
        value: 10
        citation: law
      - first: 2030-01-01
        value: 12
        citation: [law]
ratings: [developing, proficient]
licenses:
  teacher:
    title: Teacher
    kind: teacher
    requires:
      credit:
        total: points
        split:
          - last: 2029-12-31
            minima: {craft: 4, free: 6}
            citation: law
          - first: 2030-01-01
            minima: {craft: 4, free: 8}
            citation: law
activities:
  workshop:
    title: Workshop
    worth:
      - by_unit: true
        citation: law
crosswalk:
  - last: 2024-12-31
    unknown: Nobody has said.
    citation: law
  - first: 2025-01-01
    any: {unknown: It depends.}
    named:
      "urn:toy:gold": {credits: 3}
      silver: {by_stated_hours: clock_hour}
    citation: law
"""

LOCAL = """\
local:
  name: valley
  title: Valley Schools
additions:
  - category: craft
    inside: free
    held:
      - first: 2025-01-01
        last: 2027-12-31
        credits: 1
        citation: law
"""


def write_toy(
    folder: Path, policy: str = POLICY, local: str | None = LOCAL, cases: str | None = None
) -> Path:
    """Write the toy policy's files and say where."""
    (folder / "policy.yaml").write_text(policy, encoding="utf-8")
    for name, text in (("locals", local), ("cases", cases)):
        if text is not None:
            (folder / name).mkdir(exist_ok=True)
            (folder / name / "valley.yaml").write_text(text, encoding="utf-8")
    return folder


def toy(folder: Path, policy: str = POLICY, local: str | None = LOCAL) -> Rules:
    """The toy rules, loaded."""
    return load_policy(write_toy(folder, policy, local))


@cache
def north_carolina() -> Rules:
    """North Carolina with the demonstration's boards, loaded once."""
    return load_jurisdiction("north_carolina", demo=True)


def license_of(
    kind: str = "teacher",
    grade_span: str | None = "6-12",
    began_on: date | None = BEGAN,
    expires_on: date | None = EXPIRES,
) -> License:
    """A license of the present cycle unless something else is said."""
    return License(kind, grade_span, began_on, expires_on)


def workshop(
    name: str = "a1",
    credits: str = "1",
    *categories: str,
    unit: str = "credit",
    on: date | None = date(2024, 10, 1),
    approved: bool | None = True,
) -> Activity:
    """An approved workshop inside the present cycle."""
    return Activity(name, "workshop", Fraction(credits), unit, categories, on, approved)


def teacher(*activities: Activity, grade_span: str | None = "6-12") -> Facts:
    """A proficient teacher of a local board with these activities and no awards."""
    return Facts(
        license_of(grade_span=grade_span),
        Employer("north_carolina", "northfield"),
        Rating("proficient", date(2026, 5, 15)),
        activities,
    )
