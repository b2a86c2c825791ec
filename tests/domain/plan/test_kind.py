"""The packs' kinds of plan: whole, and wrong files say file, line and what to do."""

from fractions import Fraction

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.domain.plan.connection import links_of
from longleaf.domain.plan.kind import plan_kind_from_yaml
from longleaf.domain.plan.picture import draw_links
from tests.domain.plan.plans import PACK, content, kind

NAMES = sorted(path.stem for path in PACK.glob("*.yaml"))
TEXT = (PACK / "alternative_renewal_plan.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_the_pack_is_read(name: str) -> None:
    assert kind(name).key == name


def test_the_clause_speaks_of_review_and_not_of_approval() -> None:
    assert not kind().is_approval
    assert kind().days is None
    assert [(one.category, one.credits) for one in kind().floors] == [
        (None, Fraction(8)),
        ("academic", Fraction(3)),
        ("literacy", Fraction(3)),
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("waives: true", "waives: perhaps", "must be true or false"),
        ("holds: [processes]", "holds: [goals]", '"goals" is held by two elements'),
        ("holds: [coverage]", "holds: []", "No element says who is covered"),
        ("asked_by: law", "asked_by: nobody", '"nobody" is not known here'),
        ("credits: 8", "credits: some", "not an exact amount"),
        ("key: measures", "key: waivers", '"waivers" is used twice'),
        ("    guidance: >-", "    guidanze: >-", 'Did you mean "guidance"?'),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_a_fix(old: str, new: str, says: str) -> None:
    with pytest.raises(ProblemsError) as refused:
        plan_kind_from_yaml(TEXT.replace(old, new, 1), name="plan.yaml")
    told = str(refused.value)
    assert says in told
    assert "plan.yaml:" in told


def test_the_picture_names_every_node_and_shows_what_is_loose() -> None:
    links = links_of(
        content(competencies={"microcredentials": [], "title": "Uses <answers>"}),
        kinds={"teacher": "Teachers"},
        microcredentials={},
    )
    drawn = draw_links(links, title="A map")
    assert "Uses &lt;answers&gt;" in drawn
    assert "A link is missing" in drawn
    for words in ("A measure", "A goal", "Teachers", "Peers"):
        assert words in drawn
    assert drawn.count("<path") == len(links.ties) == 4
