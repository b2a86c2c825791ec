import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from longleaf.credential.registry_file import read_registry
from longleaf.records.models import trust as rows
from tests.people import Cast

ONE = "did:web:one.example"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "list.csv"
    found.write_text(f"identifier,name\n{ONE},One\nnobody,None\n", encoding="utf-8")
    return found


def run(file: Path, cast: Cast, *more: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    given = ["--name", "A list", "--answers", cast.dev.email, *more]
    call_command("import_registry", str(file), *given, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_registry_is_read_first_and_listed_when_asked(file: Path, cast: Cast) -> None:
    out, err = run(file, cast)
    assert "Read 1 good entries, 1 problems" in out
    assert "Nothing is listed yet" in out
    assert "Row 3, identifier" in err
    assert not rows.ListedIssuer.objects.exists()
    out, _ = run(file, cast, "--apply", "--obtained-on", "2026-01-31")
    assert "1 issuers are listed in A list." in out
    assert rows.ListedIssuer.objects.get().edition.answered_by == cast.dev


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--answers", "nobody@example.org"), "nobody with that e-mail address"),
        (("--answers", "chloe@example.org"), "serves the Department"),
        (("--obtained-on", "yesterday"), "yesterday"),
        (("--at", "nowhere"), "no such department"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_read(
    file: Path, cast: Cast, more: tuple[str, str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run(file, cast, *more)
    assert not rows.RegistryEdition.objects.exists()


def test_the_registry_is_written_to_a_file_that_a_check_reads(
    file: Path, cast: Cast, tmp_path: Path
) -> None:
    run(file, cast, "--apply")
    written = tmp_path / "registry.json"
    call_command("export_registry", str(written), stdout=StringIO())
    held = read_registry(written.read_bytes())
    assert [each.identifier for each in held.listings] == [ONE]
    assert {entry.name for entry in held.entries} == {"Northfield Schools", "Southfield Schools"}


def test_the_list_of_known_dids_goes_to_standard_output(cast: Cast) -> None:
    out = StringIO()
    call_command("export_registry", "-", "--known-dids", stdout=out)
    names = {each["name"] for each in json.loads(out.getvalue())["registry"].values()}
    assert names == {"Northfield Schools", "Southfield Schools"}
