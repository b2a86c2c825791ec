"""What North Carolina ships as content is complete, consistent and written with care."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from longleaf.domain.framework.framework import Framework, framework_from_yaml
from longleaf.domain.microcredential.definition import (
    Definition,
    EvidencePart,
    definition_as_data,
    parse_definition,
)
from longleaf.domain.microcredential.pack import definition_from_yaml, unknown_alignments
from longleaf.domain.organization.pack import (
    ListedOrganization,
    organizations_from_yaml,
    unknown_members,
    work_group_from_yaml,
)
from longleaf.domain.term.conflict import homonyms
from longleaf.domain.term.glossary import Glossary, as_markdown, glossary_from_yaml

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "jurisdictions/north_carolina"
SLUGS = sorted(path.stem for path in (PACK / "microcredentials").glob("*.yaml"))


@cache
def _definition(slug: str) -> Definition:
    path = PACK / f"microcredentials/{slug}.yaml"
    return definition_from_yaml(path.read_text(encoding="utf-8"), name=path.name)


@cache
def _framework(slug: str) -> Framework:
    path = PACK / f"frameworks/{slug}.yaml"
    return framework_from_yaml(path.read_text(encoding="utf-8"), name=path.name)


def _frameworks() -> list[Framework]:
    return [_framework(path.stem) for path in sorted((PACK / "frameworks").glob("*.yaml"))]


def _definitions() -> list[Definition]:
    return [_definition(slug) for slug in SLUGS]


def _parts(definition: Definition, kind: str) -> list[EvidencePart]:
    return [part for part in definition.evidence.parts if part.kind == kind]


def _texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for at, entry in enumerate(value):
            yield from _texts(entry, f"{path}[{at}]")
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _texts(entry, f"{path}.{key}")


def _prose(definition: Definition) -> dict[str, str]:
    """Our own sentences: not keys, tags, or the titles of other people's works."""
    return {
        path: text
        for path, text in _texts(definition_as_data(definition))
        if " " in text and not path.endswith((".citation", ".title"))
    }


def _elements(definition: Definition, framework: str) -> set[str]:
    return {one.element for one in definition.alignments if one.framework == framework}


each = pytest.mark.parametrize("slug", SLUGS)


@each
def test_a_definition_stands_in_the_file_of_its_name_and_survives_the_round_trip(slug: str) -> None:
    definition = _definition(slug)
    assert definition.slug == slug
    assert parse_definition(definition_as_data(definition)) == definition


@each
def test_a_definition_aligns_only_to_elements_that_exist(slug: str) -> None:
    assert unknown_alignments(_definition(slug), _frameworks()) == []


@each
def test_a_method_has_three_to_five_steps(slug: str) -> None:
    assert 3 <= len(_definition(slug).key_method.components) <= 5


@each
def test_context_artifacts_and_reflection_are_asked_for_in_that_order(slug: str) -> None:
    kinds = [part.kind for part in _definition(slug).evidence.parts]
    assert kinds == ["questions", "artifacts", "reflection"]


@each
def test_little_is_asked_but_enough(slug: str) -> None:
    context, artifacts, reflection = _definition(slug).evidence.parts
    assert 2 <= len(context.questions) <= 4
    assert 1 <= len(artifacts.requests) <= 3
    assert 1 <= len(reflection.questions) <= 2


@each
def test_word_limits_leave_room_and_ask_for_substance(slug: str) -> None:
    for part in _definition(slug).evidence.parts:
        for question in part.questions:
            assert 30 <= question.min_words <= question.max_words / 2
            assert question.max_words <= 400


@each
def test_where_artifacts_are_asked_for_it_says_how_people_stay_private(slug: str) -> None:
    for part in _parts(_definition(slug), "artifacts"):
        assert re.search(r"\b(names?|unnamed|consent|agree\w*|point to)\b", part.guidance, re.I)


@each
def test_a_rubric_has_four_to_six_criteria_on_three_levels_and_the_middle_one_passes(
    slug: str,
) -> None:
    rubric = _definition(slug).rubric
    assert 4 <= len(rubric.criteria) <= 6
    assert [level.title for level in rubric.levels] == ["Not yet", "Demonstrated", "Strong"]
    assert rubric.passing_level == rubric.levels[1].key


@each
def test_every_part_of_the_evidence_is_judged(slug: str) -> None:
    definition = _definition(slug)
    judged = {key for criterion in definition.rubric.criteria for key in criterion.part}
    assert judged == {part.key for part in definition.evidence.parts}


@each
def test_a_level_is_described_well_enough_to_judge_by(slug: str) -> None:
    for criterion in _definition(slug).rubric.criteria:
        for level, text in criterion.descriptions.items():
            assert len(text.split()) >= 8, (criterion.key, level, text)


@each
def test_research_is_cited_with_year_and_without_addresses_that_may_move(slug: str) -> None:
    research = _definition(slug).research
    assert 2 <= len(research) <= 3
    for work in research:
        assert re.search(r"\((19|20)\d\d\)", work.citation)
        assert work.url is None


@each
def test_credit_categories_fit_the_standards_and_the_audience(slug: str) -> None:
    """North Carolina: academic needs Standard III or IV; executive needs 2, 4 or 5."""
    definition = _definition(slug)
    categories = set(definition.renewal_categories)
    teaching = {code.split("-")[0] for code in _elements(definition, "ncpts")}
    leading = {code.split("-")[0] for code in _elements(definition, "nc-school-executive")}
    assert "general" in categories
    assert ("academic" not in categories) or ("teacher" in definition.audience)
    assert ("academic" not in categories) or (teaching & {"III", "IV"})
    assert ("literacy" not in categories) or ("academic" in categories)
    assert ("executive" in categories) == ("administrator" in definition.audience)
    assert ("executive" not in categories) or (leading & {"2", "4", "5"})
    assert ("discipline" in categories) <= ("student_services" in definition.audience)


BRITISH = re.compile(
    r"\b(licence|organi[sz]ation|colour|behaviour|recognis|organis|practis|programme|centre|"
    r"favour|analys(?:e|ing)\b|judgement|counsell|modell|labell)\w*",
    re.I,
)


@each
def test_spelling_is_american_and_nobody_fails(slug: str) -> None:
    for path, text in _prose(_definition(slug)).items():
        assert not (found := BRITISH.search(text)) or found[0].lower().startswith("organiz"), path
        assert not re.search(r"\bfail(s|ed|ing|ure)?\b|\bassessors?\b|\bevaluators?\b", text), path


@each
def test_sentences_are_finished_and_short_enough_to_read(slug: str) -> None:
    for path, text in _prose(_definition(slug)).items():
        assert text[-1] in '.?!")', path
        for sentence in re.split(r"(?<=[.?!]) ", text):
            assert len(sentence.split()) <= 45, (path, sentence)


def test_there_are_enough_for_everyone() -> None:
    audiences = Counter(one for definition in _definitions() for one in definition.audience)
    assert len(SLUGS) >= 14
    assert audiences["teacher"] >= 10
    assert audiences["student_services"] >= 2
    assert audiences["administrator"] >= 3


def test_every_teaching_standard_that_is_observed_is_served() -> None:
    served = {code.split("-")[0] for one in _definitions() for code in _elements(one, "ncpts")}
    assert served >= {"I", "II", "III", "IV", "V"}


def test_titles_and_competencies_are_unique() -> None:
    for field in ("title", "summary", "competency"):
        assert len({getattr(one, field) for one in _definitions()}) == len(SLUGS)


def test_no_sentence_of_ours_is_used_twice() -> None:
    seen: dict[str, str] = {}
    for definition in _definitions():
        for path, text in _prose(definition).items():
            where = f"{definition.slug}{path}"
            assert text not in seen, (where, seen.get(text))
            seen[text] = where


def test_a_stack_has_at_least_three_members_and_there_are_at_least_two_stacks() -> None:
    tags = [tag for one in _definitions() for tag in one.tags if tag.startswith("stack:")]
    stacks = Counter(tags)
    assert len(stacks) >= 2
    assert min(stacks.values()) >= 3


def test_the_teaching_standards_are_six_with_twenty_five_elements() -> None:
    framework = _framework("ncpts")
    counts = [len(framework.under(one.code)) for one in framework.standards]
    assert counts == [5, 5, 4, 8, 3, 0]


def test_what_was_not_seen_of_the_teaching_standards_says_so() -> None:
    unseen = {one.code for one in _framework("ncpts").elements if one.sure != "seen"}
    assert unseen == {"V-b", "V-c"}


def test_the_school_executive_standards_are_eight_with_twenty_elements() -> None:
    framework = _framework("nc-school-executive")
    counts = [len(framework.under(one.code)) for one in framework.standards]
    assert counts == [4, 2, 4, 3, 4, 2, 1, 0]


def test_no_two_elements_of_any_framework_share_an_identifier() -> None:
    identifiers = [one.identifier for framework in _frameworks() for one in framework.elements]
    assert len(set(identifiers)) == len(identifiers)


def _listed() -> list[ListedOrganization]:
    found: list[ListedOrganization] = []
    for name in ("department.yaml", "leas.yaml", "partners.yaml"):
        text = (PACK / "organizations" / name).read_text(encoding="utf-8")
        found += organizations_from_yaml(text, name=name).organizations
    return found


def test_the_115_leas_stand_in_eight_regions() -> None:
    leas = [one for one in _listed() if one.kind == "lea"]
    assert len(leas) == 115
    assert Counter(one.region for one in leas) == {
        1: 15, 2: 14, 3: 14, 4: 12, 5: 15, 6: 9, 7: 19, 8: 17,
    }  # fmt: skip


def test_no_two_organizations_share_a_slug() -> None:
    slugs = [one.slug for one in _listed()]
    assert len(set(slugs)) == len(slugs)


def test_no_code_is_invented_for_a_real_organization() -> None:
    assert [one.slug for one in _listed() if one.state_code is not None] == []


def test_the_work_groups_members_are_all_listed() -> None:
    text = (PACK / "organizations/work_group.yaml").read_text(encoding="utf-8")
    group = work_group_from_yaml(text, name="work_group.yaml")
    assert len(group.members) == 8
    assert unknown_members(group, _listed()) == []


@cache
def _glossary() -> Glossary:
    text, usages = (
        (PACK / "terms" / name).read_text(encoding="utf-8")
        for name in ("glossary.yaml", "usages.yaml")
    )
    return glossary_from_yaml(text, name="glossary.yaml", usages=usages)


def test_the_language_has_enough_concepts_and_usages_each_with_its_citation() -> None:
    usages = [usage for one in _glossary().concepts for usage in one.usages]
    assert len(_glossary().concepts) >= 60
    assert len(usages) >= 150
    assert all(usage.citation and usage.verified_on.year == 2026 for usage in usages)


def test_north_carolinas_own_papers_disagree_on_credential() -> None:
    found = {one.word: one for one in homonyms(_glossary().concepts)}
    meanings = [one.concept for one in found["credential"].meanings]
    assert {"credential", "credential-series"} <= set(meanings)
    assert found["credential"].within == ("North Carolina",)
    assert {"endorsement", "PDP", "PLU", "standard"} <= set(found)


def test_the_glossary_page_is_the_one_in_the_docs() -> None:
    """If this fails, run: python docs/write_glossary.py."""
    assert as_markdown(_glossary()) == (ROOT / "docs/glossary.md").read_text(encoding="utf-8")


def test_the_glossary_has_a_word_for_every_folder_of_the_domain() -> None:
    words = {one.key for one in _glossary().concepts}
    folders = {path.parent.name for path in (ROOT / "longleaf/domain").glob("*/__init__.py")}
    other_words = {
        "microcredential": "micro-credential",
        "credit": "renewal-credit",
        "plan": "alternative-license-renewal-plan",
    }
    assert {other_words.get(name, name) for name in folders} <= words
