"""Loading North Carolina."""

import pytest
from django.core.management import CommandError, call_command

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.pack import load_pack, publish_pack_microcredentials
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import framework, microcredential, organization
from longleaf.records.models.audit import AuditEvent
from tests.people import NOW, Cast

SYSTEM = system("load_pack")
NC = "north_carolina"


def test_north_carolina_has_its_department_its_leas_and_the_groups_partners(db: None) -> None:
    done = load_pack(by=SYSTEM, name=NC, now=NOW)
    assert done.added == {
        "Departments": 1,
        "LEAs": 115,
        "Partners": 3,
        "Frameworks": 2,
        "Elements of frameworks": framework.Element.objects.count(),
        "Concepts": 83,
        "Work groups": 1,
    }
    assert AuditEvent.objects.get(verb="pack.loaded").subject_id == NC


def test_real_organizations_carry_nothing_that_was_not_published(db: None) -> None:
    load_pack(by=SYSTEM, name=NC, now=NOW)
    real = organization.Organization.objects.all()
    assert not real.filter(is_demo=True).exists()
    assert not real.filter(issues_badges=True).exists()
    assert not real.exclude(description="").exists()


def test_a_pack_of_rules_alone_loads_and_adds_nothing(db: None) -> None:
    done = load_pack(by=SYSTEM, name="tennessee", now=NOW)
    assert (done.added, done.changed, done.unchanged) == ({}, {}, {})
    call_command("load_pack", "tennessee")


def test_an_element_stands_under_its_standard(db: None) -> None:
    load_pack(by=SYSTEM, name=NC, now=NOW)
    element = framework.Element.objects.get(framework__slug="ncpts", code="IV-h")
    assert element.parent is not None
    assert element.parent.code == "IV"


def test_loading_twice_adds_and_changes_nothing(db: None) -> None:
    first = load_pack(by=SYSTEM, name=NC, now=NOW)
    second = load_pack(by=SYSTEM, name=NC, now=NOW)
    assert (second.added, second.changed) == ({}, {})
    assert second.unchanged == first.added


def test_what_people_added_stays_and_what_the_pack_says_comes_back(db: None) -> None:
    load_pack(by=SYSTEM, name=NC, now=NOW)
    organization.Organization.objects.filter(slug="dare-county").update(
        name="Misspelled", website="https://example.org/"
    )
    done = load_pack(by=SYSTEM, name=NC, now=NOW)
    assert done.changed == {"LEAs": 1}
    found = organization.Organization.objects.get(slug="dare-county")
    assert (found.name, found.website) == ("Dare County", "https://example.org/")


def test_only_the_system_loads_a_pack(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        load_pack(by=cast.acting(cast.ada), name=NC, now=NOW)


def test_a_pack_that_does_not_exist_is_said_by_name(db: None) -> None:
    with pytest.raises(ProblemsError, match="atlantis"):
        load_pack(by=SYSTEM, name="atlantis", now=NOW)


def test_a_real_organization_is_never_loaded_over_an_invented_one(db: None) -> None:
    organization.Organization.objects.create(
        name="Invented", slug="dare-county", kind="lea", is_demo=True
    )
    with pytest.raises(ProblemsError):
        load_pack(by=SYSTEM, name=NC, now=NOW)
    assert organization.Organization.objects.count() == 1


def test_the_command_says_what_it_did(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_pack", NC)
    assert "LEAs: 115 added" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("load_pack", "atlantis")


def test_the_packs_microcredentials_are_published_by_two_people_once(cast: Cast) -> None:
    load_pack(by=SYSTEM, name=NC, now=NOW)
    publish = {
        "name": NC,
        "issuer": cast.northfield.slug,
        "author": cast.acting(cast.ash),
        "publisher": cast.acting(cast.asa),
        "now": NOW,
    }
    done = publish_pack_microcredentials(**publish)  # type: ignore[arg-type]  # mixed values
    count = done.added["Micro-credentials"]
    assert count >= 12
    assert microcredential.Version.objects.filter(state="published").count() == count
    again = publish_pack_microcredentials(**publish)  # type: ignore[arg-type]  # mixed values
    assert again.unchanged == {"Micro-credentials": count}


def test_one_person_alone_publishes_no_pack(cast: Cast) -> None:
    load_pack(by=SYSTEM, name=NC, now=NOW)
    ash = cast.acting(cast.ash)
    with pytest.raises(ProblemsError):
        publish_pack_microcredentials(
            name=NC, issuer=cast.northfield.slug, author=ash, publisher=ash, now=NOW
        )
    assert not microcredential.Microcredential.objects.exists()


def test_a_pack_needs_an_issuer_that_is_there(cast: Cast) -> None:
    ash = cast.acting(cast.ash)
    with pytest.raises(NoSuchRecordError):
        publish_pack_microcredentials(name=NC, issuer="none", author=ash, publisher=ash, now=NOW)
