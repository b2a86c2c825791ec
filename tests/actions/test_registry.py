import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.registry import Origin, apply_registry, read_registry, withdraw_registry
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import Actor, system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import audit
from longleaf.records.models import organization as people
from longleaf.records.models import trust as rows
from longleaf.records.queries.registry import RecordedRegistry
from tests.people import NOW, TODAY, Cast

ONE, TWO = "did:web:one.example", "did:web:two.example"
ORIGIN = Origin("A consortium’s list", TODAY, "https://registry.example/registry.json")
LATER = NOW + timedelta(days=1)


def known(*identifiers: str) -> bytes:
    entries = {each: {"name": f"School {each}"} for each in identifiers}
    return json.dumps({"registry": entries}).encode()


def read(cast: Cast, content: bytes, *, by: Actor | None = None, **changes: Any) -> UUID:
    said = {"origin": ORIGIN, "on": TODAY, "now": NOW, **changes}
    who = by or cast.acting(cast.dev)
    return read_registry(by=who, department=cast.department.pk, content=content, **said)


def apply(cast: Cast, edition: UUID, *, by: people.Person | None = None, **changes: Any) -> int:
    said = {"only_if_all_good": True, "now": NOW, **changes}
    return apply_registry(by=cast.acting(by or cast.dev), edition=edition, **said)


def withdraw(cast: Cast, by: people.Person | None = None, because: str = "It ended.") -> None:
    held = rows.OtherRegistry.objects.get(withdrawn_at=None)
    who = cast.acting(by or cast.dev)
    withdraw_registry(by=who, registry=held.pk, because=because, now=NOW)


def lists(identifier: str) -> list[str]:
    found = RecordedRegistry(base_url="https://badges.example").listings_of(identifier)
    return [listing.registry for listing in found]


def verbs() -> list[str]:
    return list(audit.AuditEvent.objects.values_list("verb", flat=True))


def test_reading_keeps_the_file_s_origin_digest_and_who_answers_and_lists_nothing(
    cast: Cast,
) -> None:
    content = known(ONE)
    edition = rows.RegistryEdition.objects.get(pk=read(cast, content))
    assert edition.digest == hashlib.sha256(content).hexdigest()
    assert (edition.address, edition.obtained_on) == (ORIGIN.address, TODAY)
    assert edition.answered_by == cast.dev
    assert lists(ONE) == []
    assert verbs() == ["registry.read"]


def test_an_applied_edition_is_listed_with_its_event(cast: Cast) -> None:
    assert apply(cast, read(cast, known(ONE, TWO))) == 2
    assert lists(ONE) == [ORIGIN.registry]
    assert verbs()[-1] == "registry.listed"


def test_a_new_edition_takes_the_place_of_the_one_before(cast: Cast) -> None:
    apply(cast, read(cast, known(ONE)))
    apply(cast, read(cast, known(TWO), now=LATER), now=LATER)
    assert (lists(ONE), lists(TWO)) == ([], [ORIGIN.registry])
    assert rows.ListedIssuer.objects.count() == 2


def test_an_edition_is_applied_once_and_never_over_a_later_one(cast: Cast) -> None:
    early = read(cast, known(ONE))
    late = read(cast, known(TWO), now=LATER)
    apply(cast, late, now=LATER)
    for edition in (early, late):
        with pytest.raises(AlreadyDoneError):
            apply(cast, edition, now=LATER)
    assert lists(ONE) == []


def test_one_bad_entry_keeps_all_out_only_if_that_was_asked(cast: Cast) -> None:
    edition = read(cast, known(ONE, "nobody"))
    with pytest.raises(ProblemsError):
        apply(cast, edition)
    assert lists(ONE) == []
    assert apply(cast, edition, only_if_all_good=False) == 1


def test_an_edition_without_a_good_entry_is_not_applied(cast: Cast) -> None:
    with pytest.raises(ProblemsError, match="no good entry"):
        apply(cast, read(cast, known("nobody")), only_if_all_good=False)


def test_a_withdrawn_registry_is_listed_no_more_and_may_begin_anew(cast: Cast) -> None:
    early = read(cast, known(ONE))
    apply(cast, early)
    waiting = read(cast, known(TWO), now=LATER)
    withdraw(cast)
    assert lists(ONE) == []
    assert verbs()[-1] == "registry.withdrawn"
    with pytest.raises(AlreadyDoneError):
        apply(cast, waiting)
    apply(cast, read(cast, known(ONE)))
    assert lists(ONE) == [ORIGIN.registry]
    assert rows.OtherRegistry.objects.count() == 2


def test_withdrawing_needs_a_reason_and_happens_once(cast: Cast) -> None:
    read(cast, known(ONE))
    with pytest.raises(ProblemsError):
        withdraw(cast, because=" ")
    held = rows.OtherRegistry.objects.get()
    withdraw(cast)
    with pytest.raises(AlreadyDoneError):
        withdraw_registry(by=cast.acting(cast.dev), registry=held.pk, because="Again.", now=NOW)


@pytest.mark.parametrize(
    ("origin", "where"),
    [
        (replace(ORIGIN, registry=" "), "registry"),
        (replace(ORIGIN, registry="a" * 201), "registry"),
        (replace(ORIGIN, address="registry.example"), "address"),
        (replace(ORIGIN, obtained_on=TODAY + timedelta(days=1)), "obtained_on"),
    ],
)
def test_an_origin_that_makes_no_sense_is_refused(cast: Cast, origin: Origin, where: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        read(cast, known(ONE), origin=origin)
    assert [problem.where for problem in caught.value.problems] == [where]


def test_somebody_of_the_department_answers_for_it(cast: Cast) -> None:
    agent = system("import_registry")
    with pytest.raises(ProblemsError, match="serves the Department"):
        read(cast, known(ONE), by=agent, answered_by=cast.chloe.pk)
    with pytest.raises(NotPermittedError):
        read(cast, known(ONE), by=agent)
    assert read(cast, known(ONE), by=agent, answered_by=cast.dev.pk)


Act = Callable[[Cast, UUID, people.Person], object]
ACTS: dict[str, Act] = {
    "read": lambda cast, _, by: read(cast, known(TWO), by=cast.acting(by)),
    "apply": lambda cast, edition, by: apply(cast, edition, by=by),
    "withdraw": lambda cast, _, by: withdraw(cast, by=by),
}


@pytest.mark.parametrize("act", sorted(ACTS))
@pytest.mark.parametrize("who", ["chloe", "ada", "eve"])
def test_only_the_departments_own_staff_take_over_registries(
    cast: Cast, act: str, who: str
) -> None:
    edition = read(cast, known(ONE))
    before = verbs()
    with pytest.raises(NotPermittedError):
        ACTS[act](cast, edition, getattr(cast, who))
    assert verbs() == before


def test_what_there_is_none_of_is_not_found(cast: Cast) -> None:
    with pytest.raises(NoSuchRecordError):
        apply(cast, uuid4())
    with pytest.raises(NoSuchRecordError):
        withdraw_registry(by=cast.acting(cast.dev), registry=uuid4(), because="a", now=NOW)


def test_what_was_listed_can_not_be_changed_or_removed(cast: Cast) -> None:
    apply(cast, read(cast, known(ONE)))
    attempts: list[Callable[[], object]] = [
        lambda: rows.ListedIssuer.objects.update(name="Other"),
        lambda: rows.ListedIssuer.objects.all().delete(),
        lambda: rows.RegistryEdition.objects.update(rows=[]),
        lambda: rows.RegistryEdition.objects.update(applied_at=LATER),
        lambda: rows.RegistryEdition.objects.all().delete(),
        lambda: rows.OtherRegistry.objects.update(name="Other"),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
