"""Finding packs: in a checkout and in an installed wheel."""

from pathlib import Path

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.policy.load import load_jurisdiction
from longleaf.policy.pack import find_jurisdiction, shipped_jurisdictions
from tests.policy.toy import write_toy


def test_the_packs_we_ship_are_found() -> None:
    assert "north_carolina" in shipped_jurisdictions()
    assert (find_jurisdiction("north_carolina") / "policy" / "policy.yaml").is_file()


def test_the_first_home_that_has_it_wins(tmp_path: Path) -> None:
    for home in ("wheel", "checkout"):
        (tmp_path / home / "toy" / "policy").mkdir(parents=True)
    homes = (tmp_path / "wheel", tmp_path / "checkout")
    assert find_jurisdiction("toy", homes) == tmp_path / "wheel" / "toy"
    assert find_jurisdiction("toy", homes[1:]) == tmp_path / "checkout" / "toy"


@pytest.mark.parametrize("name", ["atlantis", "../north_carolina", "", "North_Carolina", "a/b"])
def test_what_is_no_pack_is_refused_and_the_packs_are_named(name: str) -> None:
    with pytest.raises(ProblemsError, match=r"Known: .*north_carolina"):
        find_jurisdiction(name)


def test_without_any_pack_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="Known: none"):
        find_jurisdiction("toy", (tmp_path,))


@pytest.mark.parametrize("name", shipped_jurisdictions())
def test_every_pack_calls_itself_by_the_name_of_its_folder(name: str) -> None:
    assert load_jurisdiction(name).policy.jurisdiction == name


def test_a_pack_under_another_name_than_its_own_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "atlantis/policy").mkdir(parents=True)
    write_toy(tmp_path / "atlantis/policy", local=None)
    monkeypatch.setattr("longleaf.policy.load.find_jurisdiction", lambda name: tmp_path / name)
    with pytest.raises(ProblemsError, match="“atlantis” calls itself “toy”"):
        load_jurisdiction("atlantis")
