"""Our Open Badges 2.0 in the validator of those who wrote the standard."""

import json
import os
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from longleaf.gateways.clock import SystemClock
from tests.credential.older_badges import ASSERTION, SITE, site

HERE = Path(__file__).parent
PYTHON = Path(
    os.environ.get("LONGLEAF_OPENBADGES", HERE.parents[1] / "var" / "openbadges" / "bin" / "python")
)
pytestmark = [
    pytest.mark.interop,
    pytest.mark.skipif(
        not PYTHON.is_file(),
        reason="the validator is not installed; make validator does",
    ),
]
# It reads the real clock, so the badge must hold on the day the test runs.
IN_FORCE = (SystemClock().now() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")


def report_on(email: str = "amina@northfield.example", **changes: Any) -> dict[str, Any]:
    changes["assertion"] = {"expires": IN_FORCE, **changes.get("assertion", {})}
    request = {"site": SITE, "documents": site(**changes), "given": ASSERTION, "email": email}
    done = subprocess.run(  # noqa: S603 - a fixed program, in an environment of its own
        [PYTHON, HERE / "openbadges_validator.py"],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_our_badge_is_valid_without_an_error_or_a_warning() -> None:
    report = report_on()
    assert report["valid"], report["messages"]
    assert report["messages"] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"assertion": {"expires": "2020-01-01T00:00:00Z"}},
        {"assertion": {"recipient": {"type": "email", "identity": "a@b.example"}}},
        {"badge": {"criteria": None}},
    ],
    ids=["expired", "recipient", "criteria"],
)
def test_what_it_refuses_we_refuse(changes: dict[str, Any]) -> None:
    assert not report_on(**changes)["valid"]


def test_somebody_elses_address_is_not_the_recipients() -> None:
    assert not report_on(email="ben@northfield.example")["valid"]
