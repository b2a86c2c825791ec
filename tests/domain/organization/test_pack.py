import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.pack import (
    organizations_from_yaml,
    unknown_members,
    work_group_from_yaml,
)

LIST = """kind: lea
source: A list.
verified_on: "2026-11"
organizations:
  - {slug: north, name: North County, region: 3}
  - {slug: south, name: South City, listed_as: Southtown, note: Renamed.}
"""

GROUP = """slug: group
title: Group
convened_by: north
purpose: To meet.
source: A paper.
verified_on: "2026-11"
members:
  - {organization: north, written_as: North}
  - {organization: south, written_as: The South}
"""


def _problems_of_list(text: str) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        organizations_from_yaml(text, name="list.yaml")
    return [problem.where for problem in caught.value.problems]


def test_each_organization_has_the_kind_of_its_list() -> None:
    found = organizations_from_yaml(LIST, name="list.yaml")
    assert [(one.slug, one.kind) for one in found.organizations] == [
        ("north", "lea"),
        ("south", "lea"),
    ]


def test_what_is_unknown_is_none() -> None:
    found = organizations_from_yaml(LIST, name="list.yaml").organizations
    assert [one.region for one in found] == [3, None]
    assert [one.state_code for one in found] == [None, None]


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ("slug: south", "slug: north", "list.yaml:6: organizations[1].slug"),
        ("name: South City", "name: North County", "list.yaml:6: organizations[1].name"),
        ("region: 3", "region: third", "list.yaml:5: organizations[0].region"),
        ("region: 3", "region: 0", "list.yaml:5: organizations[0].region"),
        ("note: Renamed", "nota: Renamed", "list.yaml:6: organizations[1].nota"),
        ("kind: lea", "kind: pub", "list.yaml:1: kind"),
        ("2026-11", "fall", "list.yaml:3: verified_on"),
    ],
)
def test_a_wrong_entry_is_named_with_its_line(before: str, after: str, where: str) -> None:
    assert _problems_of_list(LIST.replace(before, after)) == [where]


def test_a_work_group_keeps_how_its_paper_writes_each_member() -> None:
    group = work_group_from_yaml(GROUP, name="group.yaml")
    assert [(one.organization, one.written_as) for one in group.members] == [
        ("north", "North"),
        ("south", "The South"),
    ]


def test_a_member_named_twice_is_refused() -> None:
    with pytest.raises(ProblemsError) as caught:
        work_group_from_yaml(GROUP.replace("organization: south", "organization: north"), name="g")
    assert [problem.where for problem in caught.value.problems] == ["g:9: members[1].organization"]


def test_members_in_the_lists_are_known() -> None:
    group = work_group_from_yaml(GROUP, name="group.yaml")
    known = organizations_from_yaml(LIST, name="list.yaml").organizations
    assert unknown_members(group, known) == []


def test_a_member_or_convener_in_no_list_is_a_problem() -> None:
    group = work_group_from_yaml(GROUP, name="group.yaml")
    known = organizations_from_yaml(LIST, name="list.yaml").organizations[1:]
    assert [one.where for one in unknown_members(group, known)] == ["convened_by", "members[0]"]
