"""Bringing, keeping, checking again and taking out badges from elsewhere."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from longleaf.actions.backpack import (
    MOST_BADGES,
    keep_badge,
    recheck_due,
    remove_badge,
    sweep_backpacks,
)
from longleaf.actions.backpack_reading import storable
from longleaf.actions.errors import NoSuchRecordError
from longleaf.credential.bake_png import KEYWORD_OF_2_0, bake_into_png
from longleaf.credential.bake_svg import bake_into_svg
from longleaf.credential.report import CheckResult, Outcome, Report
from longleaf.credential.signer import Ed25519Signer
from longleaf.domain.badge.holding import Holding
from longleaf.domain.organization.actor import NOBODY, system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.gateways.vault import FileVault
from longleaf.records.models import audit, notice
from longleaf.records.models import backpack as rows
from longleaf.records.models import organization as people
from tests.brought import (
    BASE,
    EARNED,
    INDEX,
    LIST,
    SIGNER,
    SITE,
    Published,
    a_badge,
    a_hosted_badge,
    a_kept_badge,
    bring,
    check_again,
)
from tests.credential.test_bake import PNG, SVG
from tests.cycles import an_award
from tests.people import NOW, Cast


def events(verb: str) -> int:
    return audit.AuditEvent.objects.filter(verb=verb).count()


def refused(cast: Cast, file: bytes, folder: Path, *, outside: Published | None = None) -> str:
    brought = bring(cast.acting(cast.amina), file, folder, outside=outside)
    assert brought.refusal is not None
    assert brought.badge is None
    assert not rows.BackpackBadge.objects.exists()
    return brought.refusal.reason


def test_a_badge_that_was_looked_at_is_there_to_keep(cast: Cast, tmp_path: Path) -> None:
    file = a_badge()
    brought = bring(cast.acting(cast.amina), file, tmp_path)
    assert brought.badge is not None
    held = rows.BackpackBadge.objects.get(pk=brought.badge)
    assert (brought.is_new, brought.is_kept, held.kept_at) == (True, False, None)
    assert bytes(held.file) == bytes(held.credential) == file
    assert held.digest == hashlib.sha256(file).hexdigest()
    assert (held.name, held.issuer) == ("Reading for every child", SIGNER.controller)
    assert (held.recipient, held.holding) == ("matched", "holds")
    assert held.report_at_import["overall"] == "good"
    assert events("backpack.badge_kept") == 0


def test_keeping_it_says_that_it_is_one_s_own_once(cast: Cast, tmp_path: Path) -> None:
    held = a_kept_badge(cast, tmp_path)
    keep_badge(by=cast.acting(cast.amina), badge=held.pk, now=NOW)
    assert held.kept_at == NOW
    assert events("backpack.badge_kept") == 1


def test_nobody_but_its_holder_keeps_checks_or_removes_it(cast: Cast, tmp_path: Path) -> None:
    held = a_kept_badge(cast, tmp_path)
    for person in (cast.ben, cast.chloe, cast.ezra, cast.dev, cast.ada):
        by = cast.acting(person)
        with pytest.raises(NoSuchRecordError):
            keep_badge(by=by, badge=held.pk, now=NOW)
        with pytest.raises(NoSuchRecordError):
            check_again(held, tmp_path, by=by)
        with pytest.raises(NoSuchRecordError):
            remove_badge(by=by, badge=held.pk, now=NOW)


def test_nobody_brings_nothing(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(NotPermittedError):
        bring(NOBODY, a_badge(), tmp_path)


@pytest.mark.parametrize("bake", [lambda d: bake_into_png(PNG, d), lambda d: bake_into_svg(SVG, d)])
def test_a_baked_picture_is_kept_exactly_with_the_badge_in_it(
    cast: Cast, tmp_path: Path, bake: object
) -> None:
    picture = bake(a_badge().decode())  # type: ignore[operator]  # either of the two above
    held = a_kept_badge(cast, tmp_path, picture)
    assert bytes(held.file) == picture
    assert bytes(held.credential) == a_badge()
    assert held.media_type in {"image/png", "image/svg+xml"}


def test_the_same_badge_in_another_file_is_one(cast: Cast, tmp_path: Path) -> None:
    first = a_kept_badge(cast, tmp_path)
    again = bring(cast.acting(cast.amina), bake_into_png(PNG, a_badge().decode()), tmp_path)
    assert (again.badge, again.is_new, again.is_kept) == (first.pk, False, True)
    assert rows.BackpackBadge.objects.count() == 1


def test_a_newer_copy_takes_the_place_of_the_older(cast: Cast, tmp_path: Path) -> None:
    first = a_kept_badge(cast, tmp_path)
    newer = a_badge(signed_at=EARNED + timedelta(days=3))
    brought = bring(cast.acting(cast.amina), newer, tmp_path)
    held = rows.BackpackBadge.objects.get()
    assert (brought.badge, brought.has_replaced, brought.is_kept) == (held.pk, True, True)
    assert held.pk != first.pk
    assert bytes(held.file) == newer
    assert events("backpack.badge_replaced") == 1


def test_an_expired_copy_does_not_take_the_place_of_one_that_holds(
    cast: Cast, tmp_path: Path
) -> None:
    first = a_kept_badge(cast, tmp_path)
    expired = a_badge(expires=NOW - timedelta(days=1))
    brought = bring(cast.acting(cast.amina), expired, tmp_path)
    assert (brought.badge, brought.has_replaced) == (first.pk, False)


def test_two_people_may_bring_the_same_badge_that_names_nobody(cast: Cast, tmp_path: Path) -> None:
    for person in (cast.amina, cast.ben):
        held = a_kept_badge(cast, tmp_path, a_badge(email=None), person=person)
        assert held.recipient == "not_named"
    assert rows.BackpackBadge.objects.count() == 2


def test_somebody_else_s_badge_is_refused(cast: Cast, tmp_path: Path) -> None:
    assert refused(cast, a_badge(email="ben@example.org"), tmp_path) == "somebody_else"


def test_an_address_that_is_not_proven_is_nobody_s(cast: Cast, tmp_path: Path) -> None:
    people.Person.objects.filter(pk=cast.amina.pk).update(joined_at=None)
    assert refused(cast, a_badge(), tmp_path) == "somebody_else"


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", "unreadable"),
        (b"not a badge", "unreadable"),
        (PNG, "unreadable"),
        (b"[1, 2]", "unreadable"),
        (b"x" * 5_000_001, "unreadable"),
        (a_badge().replace(b"Reading for every child", b"Reading for some child "), "broken"),
        (b'{"@context": "https://w3id.org/openbadges/v2", "type": "Nothing"}', "broken"),
    ],
)
def test_what_is_no_sound_badge_is_refused(
    cast: Cast, tmp_path: Path, file: bytes, reason: str
) -> None:
    assert refused(cast, file, tmp_path) == reason


def test_a_badge_of_this_site_is_not_from_elsewhere(cast: Cast, tmp_path: Path) -> None:
    award = an_award(cast, tmp_path)
    document = award.badges.get().document.encode()
    assert refused(cast, document, tmp_path) == "issued_here"


def test_a_backpack_holds_so_many_and_no_more(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("longleaf.actions.backpack.MOST_BADGES", 1)
    assert MOST_BADGES > 1
    a_kept_badge(cast, tmp_path)
    brought = bring(cast.acting(cast.amina), a_badge(number=2), tmp_path)
    assert brought.refusal is not None
    assert brought.refusal.reason == "full"


def test_an_expired_badge_can_be_kept_and_says_so(cast: Cast, tmp_path: Path) -> None:
    held = a_kept_badge(cast, tmp_path, a_badge(expires=NOW - timedelta(days=1)))
    assert held.holding == "expired"


def test_a_badge_whose_list_cannot_be_had_is_kept_unchecked(cast: Cast, tmp_path: Path) -> None:
    assert a_kept_badge(cast, tmp_path, a_badge(has_list=True)).holding == "unchecked"


def test_a_list_is_asked_for_where_the_badge_names_it(cast: Cast, tmp_path: Path) -> None:
    elsewhere = Published()
    elsewhere.publish_list()
    held = a_kept_badge(cast, tmp_path, a_badge(has_list=True), outside=elsewhere)
    assert held.holding == "holds"
    assert LIST in elsewhere.asked


def test_a_hosted_badge_of_open_badges_2_is_read_with_its_parts(cast: Cast, tmp_path: Path) -> None:
    address, documents = a_hosted_badge()
    elsewhere = Published(documents)
    held = a_kept_badge(cast, tmp_path, documents[address], outside=elsewhere)
    assert (held.form, held.name) == ("open_badges_2", "Hosted reading")
    assert held.issuer == f"{SITE}/issuer.json"
    assert held.recipient == "matched"


def test_a_copy_cannot_put_another_issuer_s_name_on_a_hosted_badge(
    cast: Cast, tmp_path: Path
) -> None:
    address, documents = a_hosted_badge()
    copy = json.loads(documents[address])
    embedded = json.loads(documents[f"{SITE}/badge.json"])
    issuer = json.loads(documents[f"{SITE}/issuer.json"])
    trusted = issuer | {"id": "https://trusted.example/issuer", "name": "Trusted"}
    copy["badge"] = embedded | {"issuer": trusted, "name": "Best"}
    held = a_kept_badge(cast, tmp_path, json.dumps(copy).encode(), outside=Published(documents))
    assert (held.issuer, held.name) == (f"{SITE}/issuer.json", "Hosted reading")


def test_a_hosted_badge_whose_issuer_cannot_be_seen_is_not_taken_in(
    cast: Cast, tmp_path: Path
) -> None:
    address, documents = a_hosted_badge()
    file = documents.pop(address)
    assert refused(cast, file, tmp_path, outside=Published(documents)) == "unreachable"


def test_a_picture_that_carries_only_the_address_of_a_badge_is_read(
    cast: Cast, tmp_path: Path
) -> None:
    address, documents = a_hosted_badge()
    picture = bake_into_png(PNG, address, keyword=KEYWORD_OF_2_0)
    elsewhere = Published(documents)
    held = a_kept_badge(cast, tmp_path, picture, outside=elsewhere)
    assert (held.name, held.holding) == ("Hosted reading", "holds")
    assert check_again(held, tmp_path, outside=elsewhere) is Holding.HOLDS


# Checked again


def test_a_revoked_badge_is_found_and_its_holder_is_told(cast: Cast, tmp_path: Path) -> None:
    elsewhere = Published()
    elsewhere.publish_list()
    held = a_kept_badge(cast, tmp_path, a_badge(has_list=True), outside=elsewhere)
    elsewhere.publish_list(INDEX)
    assert check_again(held, tmp_path, outside=elsewhere) is Holding.REVOKED
    held.refresh_from_db()
    assert held.holding == "revoked"
    assert held.report_at_import["overall"] == "good"
    assert held.report["overall"] == "bad"
    told = notice.Notice.objects.filter(person=cast.amina, kind="backpack.badge_changed")
    assert told.count() == 1
    check_again(held, tmp_path, outside=elsewhere)
    assert told.count() == 1
    assert events("backpack.badge_checked") == 1


def test_on_demand_every_check_is_on_record(cast: Cast, tmp_path: Path) -> None:
    held = a_kept_badge(cast, tmp_path)
    for _ in range(2):
        assert check_again(held, tmp_path, by=cast.acting(cast.amina)) is Holding.HOLDS
    assert events("backpack.badge_checked") == 2


class Later:
    """A clock that stands at a moment after NOW."""

    def __init__(self, hours: float) -> None:
        self.moment = NOW + timedelta(hours=hours)

    def now(self) -> object:
        return self.moment


def due(folder: Path, hours: float, *, most: int = 50) -> list[Holding]:
    found = recheck_due(
        by=system("backpack"),
        vault=FileVault(folder / "vault.key"),
        base_url=BASE,
        outside=Published(),
        clock=Later(hours),  # type: ignore[arg-type]  # a clock that stands
        most=most,
    )
    return list(found)


def test_a_badge_is_checked_again_a_day_later_and_not_before(cast: Cast, tmp_path: Path) -> None:
    a_kept_badge(cast, tmp_path)
    assert due(tmp_path, 23.99) == []
    assert due(tmp_path, 24) == [Holding.HOLDS]
    assert due(tmp_path, 24) == []


def test_a_badge_is_checked_again_as_soon_as_it_expires(cast: Cast, tmp_path: Path) -> None:
    a_kept_badge(cast, tmp_path, a_badge(expires=NOW + timedelta(hours=1)))
    assert due(tmp_path, 1) == []
    assert due(tmp_path, 1.01) == [Holding.EXPIRED]


def test_what_was_only_looked_at_is_not_checked_again(cast: Cast, tmp_path: Path) -> None:
    bring(cast.acting(cast.amina), a_badge(), tmp_path)
    assert due(tmp_path, 100) == []


def test_issuers_take_turns_and_so_many_are_checked_at_most(cast: Cast, tmp_path: Path) -> None:
    for number in range(3):
        a_kept_badge(cast, tmp_path, a_badge(number=number))
    other = Ed25519Signer(bytes(range(5, 37)))
    last = a_kept_badge(cast, tmp_path, a_badge(number=9, signer=other))
    rows.BackpackBadge.objects.filter(pk=last.pk).update(check_after=NOW + timedelta(hours=25))
    assert len(due(tmp_path, 26, most=2)) == 2
    last.refresh_from_db()
    assert last.checked_at > NOW
    assert rows.BackpackBadge.objects.filter(checked_at=NOW).count() == 2


def test_a_check_that_ends_badly_does_not_come_first_again(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = a_kept_badge(cast, tmp_path)

    def fail(**given: object) -> object:
        raise MemoryError

    monkeypatch.setattr("longleaf.actions.backpack.recheck_badge", fail)
    with pytest.raises(MemoryError):
        due(tmp_path, 25)
    held.refresh_from_db()
    assert held.check_after > NOW + timedelta(hours=25)


def test_the_job_alone_checks_what_is_due(cast: Cast, tmp_path: Path) -> None:
    a_kept_badge(cast, tmp_path)
    with pytest.raises(NotPermittedError):
        list(
            recheck_due(
                by=cast.acting(cast.chloe),
                vault=FileVault(tmp_path / "vault.key"),
                base_url=BASE,
                outside=Published(),
                clock=Later(25),  # type: ignore[arg-type]  # as above
            )
        )


# Taken out, and forgotten


def test_a_badge_that_was_taken_out_is_gone(cast: Cast, tmp_path: Path) -> None:
    held = a_kept_badge(cast, tmp_path)
    remove_badge(by=cast.acting(cast.amina), badge=held.pk, now=NOW)
    assert not rows.BackpackBadge.objects.exists()
    assert events("backpack.badge_removed") == 1
    with pytest.raises(NoSuchRecordError):
        remove_badge(by=cast.acting(cast.amina), badge=held.pk, now=NOW)


def test_what_was_never_kept_is_forgotten_after_a_day(cast: Cast, tmp_path: Path) -> None:
    a_kept_badge(cast, tmp_path)
    bring(cast.acting(cast.amina), a_badge(number=2), tmp_path)
    assert sweep_backpacks(by=system("backpack"), now=NOW + timedelta(hours=23)) == 0
    assert sweep_backpacks(by=system("backpack"), now=NOW + timedelta(hours=24)) == 1
    assert rows.BackpackBadge.objects.get().kept_at is not None


# What the database itself forbids


def test_the_bytes_of_a_badge_cannot_be_changed(cast: Cast, tmp_path: Path) -> None:
    held = a_kept_badge(cast, tmp_path)
    for change in ({"file": b"x"}, {"digest": "0" * 64}, {"issuer": "me"}, {"achievement": "all"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.BackpackBadge.objects.filter(pk=held.pk).update(**change)


def test_a_report_with_a_nul_in_it_can_be_stored(cast: Cast, tmp_path: Path) -> None:
    held = a_kept_badge(cast, tmp_path)
    result = CheckResult("status", Outcome.COULD_NOT_CHECK, "unknown", "Kind a\x00b.")
    held.report = storable(Report((result,)))
    held.save(update_fields=["report"])
    held.refresh_from_db()
    assert held.report["checks"][0]["sentence"] == "Kind a\ufffdb."
