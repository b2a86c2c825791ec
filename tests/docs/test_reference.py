"""The pages made from the program say what the program says now."""

import json
import runpy
import subprocess
import sys
from typing import Any

from tests.docs.test_documents import ROOT

REFERENCE = ROOT / "docs/reference"
WRITER = ROOT / "docs/write_command_line.py"
AGAIN = "Run `make reference`, and read what changed."


def script(name: str) -> dict[str, Any]:
    return runpy.run_path(str(ROOT / f"docs/{name}.py"))


def test_the_page_of_commands_is_in_step_with_their_help() -> None:
    page = (REFERENCE / "command-line.md").read_text(encoding="utf-8")
    # In a process of its own: click remembers on each command how a test first called it.
    write = f"import runpy; print(runpy.run_path({str(WRITER)!r})['as_markdown'](), end='')"
    made = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", write], capture_output=True, text=True, check=True
    )
    assert page == made.stdout, AGAIN


def test_the_description_of_the_api_is_in_step_with_the_api() -> None:
    snapshot = (REFERENCE / "openapi.json").read_text(encoding="utf-8")
    assert snapshot == script("write_openapi")["as_text"](), AGAIN


def test_the_schemas_of_policy_files_are_in_step_with_the_program() -> None:
    made = script("write_schemas")["as_files"]()
    on_file = {path.name: path.read_text() for path in REFERENCE.glob("*.schema.json")}
    assert on_file == made, AGAIN


def test_every_operation_has_a_summary() -> None:
    described = json.loads((REFERENCE / "openapi.json").read_text(encoding="utf-8"))
    bare = [
        f"{verb} {path}"
        for path, verbs in described["paths"].items()
        for verb, told in verbs.items()
        if not told.get("summary")
    ]
    assert bare == []
