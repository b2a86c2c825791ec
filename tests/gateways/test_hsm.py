"""Keys that a hardware module makes and keeps: the real SoftHSM, with a token of its own.

SoftHSM reads where its tokens lie once in a process, so a process of its own is asked for each.
"""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests import softhsm

pytestmark = pytest.mark.skipif(softhsm.find() is None, reason=softhsm.MISSING)

MADE = """
    from longleaf.credential.keys import VerificationKey, signature_holds
    made = module.make_key()
    key = VerificationKey(id="k", controller="c", kind=made.kind, public=made.public)
    for data in (b"", b"abc", bytes(5000)):
        signature = module.sign(made.reference, data)
        assert len(signature) == 64
        assert signature_holds(key, signature=signature, data=data)
        assert not signature_holds(key, signature=signature, data=data + b"x")
"""


def run(folder: Path, steps: str, **changes: str) -> str:
    """What a program prints that has the module at hand as `module`."""
    lines = f"""
    import pkcs11
    from pathlib import Path
    from longleaf.gateways.hsm import HardwareModule
    library = Path({str(softhsm.find())!r})
    module = HardwareModule(library, token={softhsm.TOKEN!r}, pin={softhsm.PIN!r})
    """
    program = textwrap.dedent(lines) + textwrap.dedent(changes.get("before", ""))
    answer = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", program + textwrap.dedent(steps)],
        env=os.environ | softhsm.new_token(folder),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_an_ed25519_key_signs_as_any_other_if_the_module_can(tmp_path: Path) -> None:
    assert run(tmp_path, f"{MADE}\n    print(made.kind)").strip() == "Ed25519"


def test_a_module_without_edwards_curves_makes_a_p256_key(tmp_path: Path) -> None:
    without = """
    import longleaf.gateways.hsm as hsm
    hsm._has_edwards = lambda session: False
    """
    assert run(tmp_path, f"{MADE}\n    print(made.kind)", before=without).strip() == "P-256"


def test_the_private_key_cannot_be_taken_out(tmp_path: Path) -> None:
    steps = """
    made = module.make_key()
    session = pkcs11.lib(str(library)).get_token(token_label="longleaf-test").open()
    private = session.get_key(
        object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=made.reference
    )
    assert private[pkcs11.Attribute.NEVER_EXTRACTABLE] and private[pkcs11.Attribute.SENSITIVE]
    try:
        private[pkcs11.Attribute.VALUE]
    except pkcs11.exceptions.AttributeSensitive:
        print("kept")
    """
    assert run(tmp_path, steps).strip() == "kept"


def test_a_key_is_found_again_by_another_process_and_another_thread(tmp_path: Path) -> None:
    steps = """
    import os, sys
    from concurrent.futures import ThreadPoolExecutor
    made = module.make_key()
    with ThreadPoolExecutor(4) as workers:
        assert len(set(workers.map(lambda _: module.sign(made.reference, b"a"), range(40)))) == 1
    child = os.fork()
    if not child:
        os._exit(0 if len(module.sign(made.reference, b"a")) == 64 else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert len(module.sign(made.reference, b"a")) == 64
    print("found")
    """
    assert run(tmp_path, steps).strip() == "found"


def test_a_session_that_ended_is_opened_again(tmp_path: Path) -> None:
    steps = """
    made = module.make_key()
    module._session.close()
    print(len(module.sign(made.reference, b"a")))
    """
    assert run(tmp_path, steps).strip() == "64"


@pytest.mark.parametrize(
    ("name", "value"), [("pin", "0000"), ("token", "another"), ("library", "/nowhere.so")]
)
def test_a_module_that_cannot_be_used_is_an_os_error_that_says_why(
    tmp_path: Path, name: str, value: str
) -> None:
    given = {"library": str(softhsm.find()), "token": softhsm.TOKEN, "pin": softhsm.PIN}
    given[name] = value
    steps = f"""
    other = HardwareModule(
        Path({given["library"]!r}), token={given["token"]!r}, pin={given["pin"]!r}
    )
    try:
        other.make_key()
    except OSError as error:
        print(error)
    """
    assert "hardware module cannot be used" in run(tmp_path, steps)


def test_a_key_that_the_module_does_not_have_is_an_os_error(tmp_path: Path) -> None:
    steps = """
    try:
        module.sign("longleaf-unknown", b"a")
    except OSError as error:
        print(error)
    """
    assert "NoSuchKey" in run(tmp_path, steps)
