"""An award whose keys lie in a hardware module: the real SoftHSM."""

import json
from pathlib import Path

import pytest

from longleaf.actions.award import revoke_award
from longleaf.actions.badge import badge_token
from longleaf.actions.badge_part import show_part
from longleaf.actions.check import check_badge
from longleaf.actions.key import rotate_key, signer_for
from longleaf.credential.document import as_list, members
from longleaf.credential.report import Overall
from longleaf.gateways import hsm
from longleaf.gateways.vault import FileVault
from longleaf.records.models import badge as rows
from longleaf.records.models import evidence as evidences
from tests import softhsm
from tests.actions.test_award import BASE, earned, granted
from tests.people import NOW, Cast

__all__ = ["earned"]

pytestmark = pytest.mark.skipif(softhsm.find() is None, reason=softhsm.MISSING)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The module, with one token for all: it reads where tokens lie once in a process."""
    found = softhsm.find()
    assert found is not None
    with pytest.MonkeyPatch.context() as patch:
        for name, value in softhsm.new_token(tmp_path_factory.mktemp("hsm")).items():
            patch.setenv(name, value)
        hsm.HardwareModule(found, token=softhsm.TOKEN, pin=softhsm.PIN).make_key()
    return found


@pytest.fixture(params=["Ed25519", "P-256"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The kind of key that the module makes; with P-256, as one that has no Edwards curves."""
    if request.param == "P-256":
        monkeypatch.setattr(hsm, "_has_edwards", lambda _: False)
    return str(request.param)


@pytest.fixture
def vault(tmp_path: Path, library: Path) -> FileVault:
    module = hsm.HardwareModule(library, token=softhsm.TOKEN, pin=softhsm.PIN)
    return FileVault(tmp_path / "vault.key", module=module)


def overall(file: str, vault: FileVault) -> Overall:
    return check_badge(file.encode(), vault=vault, base_url=BASE, now=NOW).overall


def test_a_badge_of_a_key_in_the_module_holds_also_as_a_token(
    earned: evidences.Attempt, vault: FileVault, kind: str
) -> None:
    award = granted(earned, vault)
    key = rows.SigningKey.objects.get()
    assert (key.kind, key.sealed_private_key) == (kind, None)
    assert key.module_reference.startswith("longleaf-")
    text = award.badges.get().document
    suite = members(as_list(json.loads(text)["proof"])[0])["cryptosuite"]
    assert suite == {"Ed25519": "eddsa-rdfc-2022", "P-256": "ecdsa-rdfc-2019"}[kind]
    assert overall(text, vault) is Overall.GOOD
    token = badge_token(award=award.pk, vault=vault)
    assert token is not None
    assert overall(token, vault) is Overall.GOOD


def test_part_of_a_badge_is_shown_with_a_p_256_key_in_the_module(
    earned: evidences.Attempt, vault: FileVault, kind: str, cast: Cast
) -> None:
    award = granted(earned, vault)
    text = show_part(
        by=cast.acting(cast.amina),
        award=award.pk,
        chosen=["identity"],
        vault=vault,
        base_url=BASE,
        now=NOW,
    )
    key = rows.SigningKey.objects.get(use="parts")
    assert (key.kind, key.sealed_private_key) == ("P-256", None)
    assert overall(text, vault) is Overall.GOOD
    assert rows.SigningKey.objects.get(use="whole").kind == kind


def test_it_holds_after_the_key_was_rotated_until_the_award_is_revoked(
    earned: evidences.Attempt, vault: FileVault, kind: str, cast: Cast
) -> None:
    award = granted(earned, vault)
    text = award.badges.get().document
    by = cast.acting(cast.ada)
    rotate_key(by=by, organization=cast.northfield.pk, vault=vault, base_url=BASE, now=NOW)
    assert rows.SigningKey.objects.exclude(module_reference="").count() == 2
    assert overall(text, vault) is Overall.GOOD
    revoke_award(by=by, award=award.pk, reason="Copied.", vault=vault, base_url=BASE, now=NOW)
    assert overall(text, vault) is Overall.BAD


def test_without_the_module_nothing_is_signed_and_the_fault_says_what_to_set(
    earned: evidences.Attempt, vault: FileVault, tmp_path: Path
) -> None:
    granted(earned, vault)
    with pytest.raises(OSError, match="LONGLEAF_HSM_LIBRARY"):
        signer_for(rows.SigningKey.objects.get(), vault=FileVault(tmp_path / "vault.key"))
