"""Pages of the common language: refusals keep what was typed, and everything is in its place."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from longleaf.actions import term as verbs
from longleaf.records.models import term as rows
from tests.languages import a_group, a_registry, proposed
from tests.people import NOW, Cast

RTL = "معتمد <script>alert(1)</script>"
USAGE = {
    "concept": "Badge",
    "word": RTL,
    "says": "=1+1",
    "who": "A museum",
    "kind": "program",
    "citation": "Its catalog",
    "verified_on": "2026-02-03",
}


@pytest.fixture
def group(cast: Cast) -> rows.WorkGroup:
    a_registry()
    return a_group(cast)


@pytest.fixture
def chloe(client: Client, cast: Cast, group: rows.WorkGroup) -> Client:
    client.force_login(cast.chloe)
    return client


@pytest.fixture
def dev(cast: Cast, group: rows.WorkGroup) -> Client:
    client = Client()
    client.force_login(cast.dev)
    return client


def read(client: Client, name: str, status: int = 200, **where: Any) -> str:
    response = client.get(reverse(name, kwargs=where or None))
    assert response.status_code == status
    return response.content.decode()


def put(client: Client, name: str, said: dict[str, Any], status: int = 302, **where: Any) -> str:
    response = client.post(reverse(name, kwargs=where or None), said)
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode() if status != 302 else response["Location"]


def test_a_usage_without_a_source_is_refused_with_what_was_typed_and_markup_never_runs(
    chloe: Client,
) -> None:
    page = put(chloe, "glossary_usage_new", USAGE | {"citation": ""}, 400)
    assert "Where it is written: " in page
    assert "معتمد &lt;script&gt;" in page
    page = put(chloe, "glossary_usage_new", USAGE | {"concept": "horse"}, 400)
    assert "No concept has this word" in page
    assert put(chloe, "glossary_usage_new", USAGE) == "/glossary/badge#u2"
    page = read(chloe, "glossary_term", key="badge")
    assert "<bdi>معتمد &lt;script&gt;alert(1)&lt;/script&gt;</bdi>" in page
    assert "A usage was recorded" in page
    table = b"".join(chloe.get("/glossary.csv"))
    assert b"'=1+1" in table


def test_what_a_definition_rests_on_is_not_taken_out_and_the_answer_says_why(dev: Client) -> None:
    where: dict[str, Any] = {"key": "reviewer", "usage": "u1"}
    page = put(dev, "glossary_usage", {"what": "retire", "because": "Old."}, 400, **where)
    assert "The definition of its concept (observed) rests on this usage." in page
    assert "Old.</textarea>" in page
    where["usage"] = "u2"
    assert put(dev, "glossary_usage", {"what": "move", "into": "badge"}, **where)
    assert "assessor" in read(dev, "glossary_term", key="badge")
    read(dev, "glossary_usage", 404, key="reviewer", usage="u9")
    read(dev, "glossary_usage", 404, key="reviewer", usage="x")


def test_a_second_tab_keeps_its_proposal_and_hears_of_the_first(chloe: Client) -> None:
    said = {"word": "assessor", "definition": "Who judges.", "reason": "So.", "rests_on": ["2"]}
    assert put(chloe, "glossary_propose", said, key="reviewer").startswith("/language/proposals/")
    page = put(chloe, "glossary_propose", said | {"word": "judge"}, 400, key="reviewer")
    assert "A proposal for this concept is open." in page
    assert 'value="judge"' in page
    page = put(chloe, "glossary_merge", {"what": "propose", "into": "badge"}, 400, key="rater")
    assert "Why they are one" in page
    said = {"what": "propose", "into": "badge", "reason": "The same."}
    assert put(chloe, "glossary_merge", said, key="rater").startswith("/language/proposals/")
    said = {"word": "appeal", "definition": "A second look.", "reason": "We lack it."}
    assert put(chloe, "glossary_concept_new", said).startswith("/language/proposals/")
    listed = read(chloe, "glossary_proposals")
    assert "3 proposals" in listed
    assert "<bdi>rater</bdi> into <bdi>badge</bdi>" in listed


def opened(cast: Cast) -> UUID:
    proposal = proposed(cast.acting(cast.chloe))
    verbs.open_comments(by=cast.acting(cast.dev), proposal=proposal, now=NOW)
    return proposal


def test_a_decision_too_early_is_refused_and_the_minutes_are_kept(
    cast: Cast, dev: Client, chloe: Client
) -> None:
    where: dict[str, Any] = {"proposal": opened(cast)}
    rows.Proposal.objects.update(closes_on="2999-01-01")
    assert put(chloe, "glossary_comment", {"kind": "objection", "text": "<b>No</b>"}, **where)
    assert put(chloe, "glossary_vote", {"vote": "for"}, **where)
    page = put(dev, "glossary_proposal_decide", {"minutes": "We met."}, 400, **where)
    assert "Comments are open until January 1, 2999." in page
    assert "One objection is not answered." in page
    assert "We met.</textarea>" in page
    assert "&lt;b&gt;No&lt;/b&gt;" in page
    comment = rows.ProposalComment.objects.get().pk
    page = put(dev, "glossary_answer", {"answer": ""}, 400, comment=comment, **where)
    assert "<details" in page
    assert put(dev, "glossary_answer", {"answer": "Yes."}, comment=comment, **where)
    assert "Chloe Baptiste" in read(Client(), "glossary_proposal", **where)


def test_a_comment_after_the_last_day_is_refused_and_kept(cast: Cast, chloe: Client) -> None:
    where: dict[str, Any] = {"proposal": opened(cast)}
    page = put(chloe, "glossary_comment", {"kind": "comment", "text": "Too late?"}, 400, **where)
    assert "Comments on this proposal are not open." in page
    assert "Too late?" in page
    assert not rows.ProposalComment.objects.exists()


def test_the_groups_page_is_public_and_its_department_keeps_it(
    cast: Cast, dev: Client, group: rows.WorkGroup
) -> None:
    put(dev, "work_group_edit", {"part": "deliverable-report", "deliverable-report-state": "draft"})
    day = {"milestone-new-title": RTL, "milestone-new-due_on": "2026-05-01"}
    put(dev, "work_group_edit", {"part": "milestone-new", **day})
    page = put(dev, "work_group_edit", {"part": "rule", "rule-quorum": "most"}, 400)
    assert 'value="most"' in page
    member = group.members.get(organization=cast.northfield).pk
    voter = {f"member-{member}-person": str(cast.ada.pk)}
    put(dev, "work_group_edit", {"part": f"member-{member}", **voter})
    put(dev, "work_group_edit", {"part": "none"}, 404)
    page = read(Client(), "work_group")
    for words in (
        "Draft",
        "Was due May 1, 2026",
        "معتمد &lt;script&gt;",
        "2/3 of the votes",
        "Member: Ada Fairbanks",
    ):
        assert words in page
    rows.WorkGroup.objects.all().delete()
    assert "No work group is on record" in read(Client(), "work_group")


def test_real_members_are_not_named(cast: Cast, group: rows.WorkGroup) -> None:
    cast.eve.is_demo = False
    cast.eve.save()
    page = read(Client(), "work_group")
    assert "Southfield Schools" in page
    assert "Eve Sorensen" not in page


def test_a_glossary_is_brought_and_confirmed_word_by_word(chloe: Client) -> None:
    table = "word;definition\nassessors;Who judges évidence\nzzz;\n"
    said = {
        "who": "A state",
        "kind": "law",
        "citation": "Its list",
        "verified_on": "2026-02-03",
        "encoding": "utf-8",
        "file": SimpleUploadedFile("words.csv", table.encode("cp1252")),
    }
    page = put(chloe, "glossary_imports", said, 400)
    assert "The file is not UTF-8. Byte" in page
    said |= {"encoding": "", "file": SimpleUploadedFile("words.csv", table.encode("cp1252"))}
    address = put(chloe, "glossary_imports", said)
    page = chloe.get(address).content.decode()
    assert "Read as Latin-1" in page
    assert "is used so by BloomBoard" in page
    for wrong in ({"concept": "other", "other": "horse"}, {"concept": "other"}, {}):
        assert chloe.post(f"{address}/words/2", wrong).status_code == 400
    assert chloe.post(f"{address}/words/1", {"concept": "reviewer"}).status_code == 302
    assert "already done" in chloe.post(f"{address}/words/1", {"concept": "badge"}).content.decode()
    assert chloe.post(f"{address}/leave-out").status_code == 302
    page = chloe.get(f"{address}?show=all").content.decode()
    assert "Kept as a usage of" in page
    assert "Left out." in page


@pytest.mark.parametrize(
    ("accept", "kind", "begins"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html", "<!doctype html>"),
        ("text/turtle", "text/turtle", "@prefix"),
        ("application/ld+json;q=0.9,text/html;q=0.1", "application/ld+json", "{"),
        ("", "text/html", "<!doctype html>"),
    ],
)
def test_a_concepts_address_answers_as_asked(
    group: rows.WorkGroup, accept: str, kind: str, begins: str
) -> None:
    response = Client().get("/glossary/reviewer", headers={"accept": accept} if accept else {})
    assert response["Content-Type"].startswith(kind)
    assert response.content.decode().startswith(begins)
    assert "Accept" in response["Vary"]
