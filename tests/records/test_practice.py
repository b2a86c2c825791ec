"""What the database itself keeps of the lay of the land, and what is counted from it."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from longleaf.domain.organization.actor import NOBODY
from longleaf.domain.practice.answering import answers_hash
from longleaf.records.facts.practice import questionnaire_of
from longleaf.records.models import practice as rows
from longleaf.records.queries.practice_figures import asking_figures, fingerprints, statements
from tests.people import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db
STATE = "north_carolina"
ANSWERS = {
    "practices": ["uses_others"],
    "since.uses_others": ["2021"],
    "obstacles": ["cost"],
    "development": ["workshop"],
}


def a_sheet(cast: Cast) -> rows.PracticeSheet:
    questionnaire, data = questionnaire_of(STATE)
    asking = rows.PracticeAsking.objects.create(
        department=cast.department,
        questionnaire=questionnaire.key,
        title=questionnaire.title,
        definition=data,
        private=list(questionnaire.private),
        opened_by=cast.dev,
        opened_at=NOW,
        due_on=date(2026, 6, 1),
    )
    for place in (cast.northfield, cast.southfield):
        rows.PracticeSheet.objects.create(
            asking=asking, organization=place, invited_by=cast.dev, invited_at=NOW
        )
    return asking.sheets.get(organization=cast.northfield)


def submitted(cast: Cast, sheet: rows.PracticeSheet, answers: dict[str, Any]) -> None:
    number = sheet.versions.count() + 1
    rows.PracticeVersion.objects.create(
        sheet=sheet,
        number=number,
        answers=answers,
        content_hash=answers_hash(answers),
        submitted_by=cast.chloe,
        submitted_at=NOW,
        submitted_on=TODAY,
    )


def test_a_private_note_cannot_enter_a_version(cast: Cast) -> None:
    sheet = a_sheet(cast)
    with pytest.raises(IntegrityError, match="private note"), transaction.atomic():
        submitted(cast, sheet, {**ANSWERS, "notes": ["Ask Ruth."]})
    assert not sheet.versions.exists()


def test_a_submitted_version_cannot_be_changed(cast: Cast) -> None:
    sheet = a_sheet(cast)
    submitted(cast, sheet, ANSWERS)
    with pytest.raises(IntegrityError), transaction.atomic():
        sheet.versions.update(number=7)


def test_counts_are_of_the_last_version_of_those_who_answered(cast: Cast) -> None:
    sheet = a_sheet(cast)
    submitted(cast, sheet, {**ANSWERS, "practices": ["none"]})
    submitted(cast, sheet, ANSWERS)
    told = asking_figures(NOBODY, jurisdiction=STATE)
    assert told is not None
    assert (told.asked, told.answered) == (2, 1)
    practices = next(one for one in told.questions if one.key == "practices")
    assert (practices.asked, practices.answered) == (1, 1)
    assert {one.key: one.districts for one in practices.counts if one.districts} == {
        "uses_others": 1
    }
    assert "notes" not in {one.key for one in told.questions}


def test_few_answers_that_are_only_counted_are_hidden_from_all_but_the_department(
    cast: Cast,
) -> None:
    submitted(cast, a_sheet(cast), ANSWERS)
    for by, cost in ((NOBODY, None), (cast.acting(cast.dev), 1)):
        told = asking_figures(by, jurisdiction=STATE)
        assert told is not None
        obstacles = next(one for one in told.questions if one.key == "obstacles")
        assert next(one for one in obstacles.counts if one.key == "cost").districts == cost


def test_a_statement_of_the_answers_changes_its_fingerprint_with_the_next_version(
    cast: Cast,
) -> None:
    sheet = a_sheet(cast)
    submitted(cast, sheet, ANSWERS)
    told = statements(NOBODY, jurisdiction=STATE, on=TODAY)
    assert {one.kind for one in told} == {"practice", "development"}
    before = fingerprints(NOBODY, jurisdiction=STATE, on=TODAY)
    submitted(cast, sheet, {**ANSWERS, "since.uses_others": ["2022"]})
    after = fingerprints(NOBODY, jurisdiction=STATE, on=TODAY)
    assert [key for key in after if after[key] != before[key]] == [
        f"{cast.northfield.slug}-practices-uses_others"
    ]
