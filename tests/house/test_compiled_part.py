"""The compiled part is built where it can be, and left out with a reason where it cannot."""

import sysconfig
from pathlib import Path

import pytest

import hatch_build


def test_it_is_left_out_if_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGLEAF_COMPILED", "0")
    assert hatch_build.compile_to(tmp_path / "part") == "LONGLEAF_COMPILED is not 1."


def test_it_is_left_out_without_a_compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LONGLEAF_COMPILED", raising=False)
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(headers(tmp_path)))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hatch_build.compile_to(tmp_path / "part") == "there is no C compiler."


def test_it_is_left_out_without_the_headers_of_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LONGLEAF_COMPILED", raising=False)
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path))
    assert hatch_build.compile_to(tmp_path / "part") == "Python's headers are not installed."


def test_a_compiler_that_cannot_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LONGLEAF_COMPILED", raising=False)
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(headers(tmp_path)))
    monkeypatch.setattr(
        sysconfig, "get_config_var", lambda name: "false" if name == "LDSHARED" else ""
    )
    assert hatch_build.compile_to(tmp_path / "part").startswith("it does not compile here.")
    assert not (tmp_path / "part").exists()


def headers(folder: Path) -> Path:
    (folder / "Python.h").touch()
    return folder
