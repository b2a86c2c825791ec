"""The examples of docs/reference/api.md work as they are written."""

import re
import shlex
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from longleaf.records.models import award as rows
from tests.api.test_award import bearer
from tests.cycles import a_license
from tests.docs.test_documents import ROOT
from tests.people import Cast
from tests.stories import a_published_microcredential, two_criteria
from tests.web.public.test_badges import award, document

__all__ = ["award"]

PAGE = (ROOT / "docs/reference/api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^curl .*$", PAGE, re.MULTILINE)


@pytest.fixture
def answers(award: rows.Award, cast: Cast, client: Client) -> list[Any]:
    """What the API says to each example, sent by Amina, who has a license and a badge."""
    a_license(cast.amina)
    literacy = two_criteria("read-aloud", "Read Aloud") | {"renewal_categories": ["literacy"]}
    a_published_microcredential(cast, definition=literacy)
    token = bearer(cast.amina)["authorization"].removeprefix("Bearer ")
    badge = document(award).encode()
    return [send(client, example, token=token, badge=badge) for example in EXAMPLES]


def send(client: Client, example: str, *, token: str, badge: bytes) -> Any:
    """One example's answer; only what curl means by -H and -F is understood."""
    filled = example.replace("$LONGLEAF_TOKEN", token).replace("$LONGLEAF", "")
    _, *words = shlex.split(filled)
    headers: dict[str, str] = {}
    form: dict[str, SimpleUploadedFile] = {}
    while len(words) > 1:
        option, value, *words = words
        if option == "-H":
            name, _, content = value.partition(": ")
            headers[name] = content
        elif option == "-F":
            field, _, name = value.partition("=@")
            form[field] = SimpleUploadedFile(name, badge)
        else:
            raise AssertionError(f"an example uses {option}")
    [path] = words
    answer = client.post(path, form) if form else client.get(path, headers=headers)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.django_db
def test_the_examples_of_the_api_work_as_written(answers: list[Any]) -> None:
    found, standing, report = answers
    assert [one["slug"] for one in found] == ["read-aloud"]
    assert [one["kind"] for one in standing] == ["teacher"]
    assert report["overall"] == "good"
