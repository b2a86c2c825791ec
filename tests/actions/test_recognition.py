from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.recognition import (
    Withdrawal,
    describe_issuer,
    make_statement,
    register_issuer,
    withdraw_statement,
)
from longleaf.basis.problem import ProblemsError
from longleaf.credential.registry import Saying, Scope, ScopeKind
from longleaf.domain.badge.recognition import Draft, IssuerFacts
from longleaf.domain.organization.actor import RoleKind
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import audit
from longleaf.records.models import organization as people
from longleaf.records.models import trust as rows
from longleaf.records.queries.registry import RecordedRegistry
from tests.people import NOW, TODAY, Cast, organization, person

SITE = "https://badges.example"
ONE, TWO = "did:web:one.example", "did:web:two.example"
FACTS = IssuerFacts("Riverbend College (fictional)", (ONE,))
DRAFT = Draft(Saying.RECOGNIZED, date(2025, 7, 1), "It follows our standards.")
GONE = Withdrawal(TODAY, "The agreement ended.")


def register(cast: Cast, *, by: people.Person | None = None, **changes: Any) -> UUID:
    said = {"facts": FACTS, "draft": DRAFT, "department": cast.department.pk, **changes}
    return register_issuer(by=cast.acting(by or cast.dev), on=TODAY, now=NOW, **said)


def say(
    cast: Cast, issuer: UUID, draft: Draft, *, by: people.Person | None = None, **more: Any
) -> int:
    return make_statement(
        by=cast.acting(by or cast.dev), issuer=issuer, draft=draft, on=TODAY, now=NOW, **more
    )


def withdraw(cast: Cast, issuer: UUID, *, by: people.Person | None = None) -> int:
    who = cast.acting(by or cast.dev)
    return withdraw_statement(by=who, issuer=issuer, number=1, withdrawal=GONE, now=NOW)


def describe(cast: Cast, issuer: UUID, facts: IssuerFacts, by: people.Person | None = None) -> bool:
    return describe_issuer(by=cast.acting(by or cast.dev), issuer=issuer, facts=facts, now=NOW)


def verbs() -> list[str]:
    return list(audit.AuditEvent.objects.values_list("verb", flat=True))


def test_an_issuer_and_what_is_said_of_it_go_on_record_with_their_events(cast: Cast) -> None:
    issuer = register(cast)
    entry = RecordedRegistry(base_url=SITE).entry_of(ONE)
    assert entry is not None
    assert (entry.name, entry.identifiers) == (FACTS.name, (ONE,))
    assert entry.statements[0].by == cast.department.name
    assert verbs() == ["issuer.registered", "issuer.recognized"]
    assert audit.AuditEvent.objects.filter(subject_id=str(issuer)).count() == 2


@pytest.mark.parametrize(
    ("saying", "verb"), [("distrusted", "issuer.distrusted"), ("recognized", "issuer.recognized")]
)
def test_each_kind_of_statement_writes_its_event(cast: Cast, saying: str, verb: str) -> None:
    issuer = register(cast)
    say(cast, issuer, replace(DRAFT, saying=Saying(saying), because="Another reason."))
    assert verbs()[-1] == verb


def test_a_withdrawal_ends_a_statement_and_writes_its_event(cast: Cast) -> None:
    issuer = register(cast)
    assert withdraw(cast, issuer) == 2
    entry = RecordedRegistry(base_url=SITE).entry_of(ONE)
    assert entry is not None
    assert entry.statements[0].until == TODAY - timedelta(days=1)
    assert verbs()[-1] == "recognition.withdrawn"


def test_a_statement_is_withdrawn_or_amended_only_once(cast: Cast) -> None:
    issuer = register(cast)
    withdraw(cast, issuer)
    with pytest.raises(AlreadyDoneError):
        withdraw(cast, issuer)
    with pytest.raises(AlreadyDoneError):
        say(cast, issuer, replace(DRAFT, because="Other."), about=1)
    assert rows.IssuerStatement.objects.count() == 2


def test_a_withdrawal_is_not_itself_withdrawn(cast: Cast) -> None:
    issuer = register(cast)
    number = withdraw(cast, issuer)
    with pytest.raises(NoSuchRecordError):
        say(cast, issuer, DRAFT, about=number)


def test_the_same_statement_is_made_only_once_but_anew_after_its_withdrawal(cast: Cast) -> None:
    issuer = register(cast)
    with pytest.raises(AlreadyDoneError):
        say(cast, issuer, DRAFT)
    withdraw(cast, issuer)
    assert say(cast, issuer, DRAFT) == 3


def test_an_identifier_is_one_issuers_until_it_is_taken_out(cast: Cast) -> None:
    first = register(cast)
    with pytest.raises(ProblemsError, match="another issuer’s"):
        register(cast, facts=IssuerFacts("Other", (TWO, ONE)))
    assert describe(cast, first, replace(FACTS, identifiers=(TWO,)))
    register(cast, facts=IssuerFacts("Other", (ONE,)))
    entry = RecordedRegistry(base_url=SITE).entry_of(ONE)
    assert entry is not None
    assert entry.name == "Other"


def test_an_amendment_that_changes_nothing_writes_nothing(cast: Cast) -> None:
    issuer = register(cast)
    before = verbs()
    assert not describe(cast, issuer, FACTS)
    assert verbs() == before
    assert describe(cast, issuer, replace(FACTS, name="Riverbend"))
    assert verbs()[-1] == "issuer.described"


def test_an_organization_of_the_site_is_on_record_once(cast: Cast) -> None:
    here: dict[str, Any] = {"facts": IssuerFacts("Northfield"), "organization": cast.northfield.pk}
    register(cast, **here)
    with pytest.raises(AlreadyDoneError):
        register(cast, **here)


def test_a_permission_names_an_owner_here_or_elsewhere(cast: Cast) -> None:
    issuer = register(cast)
    scope = Scope(ScopeKind.ACHIEVEMENTS, (f"{SITE}/microcredentials/wait-time",))
    draft = replace(DRAFT, saying=Saying.PERMITTED, scope=scope, owner_is_here=True)
    with pytest.raises(ProblemsError, match="Choose the owner"):
        say(cast, issuer, draft)
    say(cast, issuer, draft, owner=cast.northfield.pk)
    entry = RecordedRegistry(base_url=SITE).entry_of(ONE)
    assert entry is not None
    assert entry.statements[-1].owner == "Northfield Schools"
    assert f"{SITE}/organizations/northfield-schools" in entry.statements[-1].owner_identifiers


Act = Callable[[Cast, UUID, people.Person], object]
ACTS: dict[str, Act] = {
    "register": lambda cast, _, by: register(cast, by=by, facts=IssuerFacts("Other", (TWO,))),
    "describe": lambda cast, issuer, by: describe(cast, issuer, IssuerFacts("B", (TWO,)), by),
    "say": lambda cast, issuer, by: say(cast, issuer, replace(DRAFT, because="B."), by=by),
    "withdraw": lambda cast, issuer, by: withdraw(cast, issuer, by=by),
}


@pytest.mark.parametrize("act", sorted(ACTS))
@pytest.mark.parametrize("who", ["chloe", "ada", "eve", "abroad"])
def test_only_the_departments_own_staff_keep_its_registry(cast: Cast, act: str, who: str) -> None:
    issuer = register(cast)
    before = verbs()
    if who == "abroad":
        place = organization("Department of Elsewhere", "department", jurisdiction="elsewhere")
        by = person("Dana Abroad", (RoleKind.DEPARTMENT_STAFF, place))
    else:
        by = getattr(cast, who)
    with pytest.raises(NotPermittedError):
        ACTS[act](cast, issuer, by)
    assert verbs() == before


def test_nothing_that_was_said_can_be_changed_or_removed(cast: Cast) -> None:
    issuer = register(cast)
    describe(cast, issuer, replace(FACTS, identifiers=(TWO,)))
    attempts: list[Callable[[], object]] = [
        lambda: rows.IssuerStatement.objects.update(because="Other"),
        lambda: rows.IssuerStatement.objects.all().delete(),
        lambda: rows.KnownIssuer.objects.update(made_at=NOW + timedelta(days=1)),
        lambda: rows.IssuerDescription.objects.update(name="Other"),
        lambda: rows.IssuerIdentifier.objects.filter(identifier=TWO).update(identifier=ONE),
        lambda: rows.IssuerIdentifier.objects.filter(identifier=ONE).update(removed_at=None),
        lambda: rows.IssuerIdentifier.objects.all().delete(),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
