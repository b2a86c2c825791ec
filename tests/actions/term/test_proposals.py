"""Proposals: comments in their days, objections answered, the group's rule, and what is adopted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from longleaf.actions import term as verbs
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.basis.problem import ProblemsError
from longleaf.records.models import notice as notices
from longleaf.records.models import term as rows
from longleaf.records.queries.language import spoken_to
from longleaf.records.queries.proposal import history, proposal_page
from longleaf.records.queries.term import concept
from tests.languages import AFTER, a_concept, a_group, a_registry, adopted, proposed
from tests.people import NOW, Cast

HOME = "north_carolina"


@pytest.fixture(autouse=True)
def language(cast: Cast) -> rows.WorkGroup:
    a_registry()
    return a_group(cast)


def test_an_adopted_word_is_said_from_then_on_and_the_old_one_is_kept(cast: Cast) -> None:
    adopted(cast, proposed(cast.acting(cast.chloe)))
    found = concept(HOME, "reviewer")
    assert (found.word, found.status, found.steward) == (
        "assessor",
        "adopted",
        cast.department.slug,
    )
    assert found.definition == "Who judges evidence against a rubric."
    assert [one.text for one in found.labeled("alternative")] == ["reviewer"]
    assert [one.key for one in found.usages if one.is_basis] == ["u2"]
    assert spoken_to(None).say("Two {reviewer:s} read it.") == "Two assessors read it."
    assert history(HOME, "reviewer")[0].words == "Adopted by the work group"


def test_nothing_is_adopted_while_comments_are_open(cast: Cast) -> None:
    dev = cast.acting(cast.dev)
    proposal = proposed(dev)
    for opened in (False, True):
        if opened:
            verbs.open_comments(by=dev, proposal=proposal, now=NOW)
            for person in (cast.dev, cast.chloe, cast.eve):
                verbs.vote_on_proposal(
                    by=cast.acting(person), proposal=proposal, vote="for", now=NOW
                )
        with pytest.raises(ProblemsError) as error:
            verbs.decide_proposal(
                by=dev, proposal=proposal, minutes="Now.", now=AFTER - timedelta(days=1)
            )
    assert [one.reason for one in error.value.problems] == [
        "Comments are open until February 12, 2026."
    ]
    assert concept(HOME, "reviewer").word == "reviewer"


def test_each_objection_is_answered_before_the_group_decides(cast: Cast) -> None:
    dev, amina = cast.acting(cast.dev), cast.acting(cast.amina)
    proposal = proposed(dev)
    verbs.open_comments(by=dev, proposal=proposal, now=NOW)
    comment = verbs.comment_on_proposal(
        by=amina, proposal=proposal, kind="objection", text="Nobody says so here.", now=NOW
    )
    for person in (cast.dev, cast.chloe, cast.eve):
        verbs.vote_on_proposal(by=cast.acting(person), proposal=proposal, vote="for", now=NOW)
    with pytest.raises(ProblemsError, match="One objection is not answered"):
        verbs.decide_proposal(by=dev, proposal=proposal, minutes="Now.", now=AFTER)
    with pytest.raises(NoSuchRecordError):
        verbs.answer_comment(by=amina, comment=comment, answer="Yes.", now=AFTER)
    verbs.answer_comment(by=dev, comment=comment, answer="Two programs do.", now=AFTER)
    with pytest.raises(AlreadyDoneError):
        verbs.answer_comment(by=dev, comment=comment, answer="Again.", now=AFTER)
    assert notices.Notice.objects.filter(person=cast.amina, kind="term.answered").count() == 1
    assert verbs.decide_proposal(by=dev, proposal=proposal, minutes="So be it.", now=AFTER)


def test_comments_are_taken_on_the_last_day_and_not_after(cast: Cast) -> None:
    dev, ezra = cast.acting(cast.dev), cast.acting(cast.ezra)
    proposal = proposed(dev)
    with pytest.raises(AlreadyDoneError):
        verbs.comment_on_proposal(by=ezra, proposal=proposal, kind="comment", text="!", now=NOW)
    verbs.open_comments(by=dev, proposal=proposal, now=NOW)
    last = AFTER - timedelta(days=1)
    verbs.comment_on_proposal(by=ezra, proposal=proposal, kind="comment", text="Yes.", now=last)
    with pytest.raises(AlreadyDoneError):
        verbs.comment_on_proposal(by=ezra, proposal=proposal, kind="comment", text="!", now=AFTER)
    with pytest.raises(NoSuchRecordError):  # only the Department speaks for people without account
        verbs.comment_on_proposal(
            by=ezra, proposal=proposal, kind="comment", text="!", behalf="A parent", now=last
        )
    assert [one.whose for one in proposal_page(HOME, proposal).comments] == ["Ezra Boone"]


def test_too_few_votes_or_too_few_for_it_adopt_nothing(cast: Cast) -> None:
    dev = cast.acting(cast.dev)
    proposal = proposed(dev)
    verbs.open_comments(by=dev, proposal=proposal, now=NOW)
    verbs.vote_on_proposal(by=dev, proposal=proposal, vote="for", now=NOW)
    with pytest.raises(ProblemsError, match="1 of 3 members have voted; 2 are needed"):
        verbs.decide_proposal(by=dev, proposal=proposal, minutes="Now.", now=AFTER)
    verbs.vote_on_proposal(by=cast.acting(cast.eve), proposal=proposal, vote="against", now=NOW)
    with pytest.raises(NoSuchRecordError):
        verbs.vote_on_proposal(by=cast.acting(cast.amina), proposal=proposal, vote="for", now=NOW)
    assert not verbs.decide_proposal(by=dev, proposal=proposal, minutes="One each.", now=AFTER)
    found = proposal_page(HOME, proposal)
    assert found.line.state == "rejected"
    assert found.decision
    assert found.decision.tally == {"for": 1, "against": 1, "abstain": 0, "members": 3}
    assert (concept(HOME, "reviewer").word, concept(HOME, "reviewer").status) == (
        "reviewer",
        "observed",
    )
    with pytest.raises(AlreadyDoneError):
        verbs.decide_proposal(by=dev, proposal=proposal, minutes="Again.", now=AFTER)


def test_a_decision_and_what_was_proposed_never_change(cast: Cast) -> None:
    proposal = proposed(cast.acting(cast.chloe))
    adopted(cast, proposal)
    for change in (
        lambda: rows.ProposalDecision.objects.update(minutes="Otherwise."),
        lambda: rows.Proposal.objects.filter(pk=proposal).update(word="rater"),
        lambda: rows.ConceptChange.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_one_proposal_at_a_time_and_taken_back_all_is_as_before(cast: Cast) -> None:
    chloe, dev = cast.acting(cast.chloe), cast.acting(cast.dev)
    proposal = proposed(chloe)
    assert concept(HOME, "reviewer").status == "proposed"
    with pytest.raises(AlreadyDoneError):
        proposed(chloe, word="rater")
    verbs.withdraw_proposal(by=dev, proposal=proposal, now=NOW)
    with pytest.raises(AlreadyDoneError):
        verbs.withdraw_proposal(by=dev, proposal=proposal, now=NOW)
    assert concept(HOME, "reviewer").status == "observed"


def test_no_two_concepts_have_the_same_adopted_word(cast: Cast) -> None:
    adopted(cast, proposed(cast.acting(cast.chloe)))
    proposal = verbs.propose_term(
        by=cast.acting(cast.eve),
        concept="rater",
        word="Assessors",
        plural="",
        definition="Who rates.",
        reason="It is said.",
        rests_on=[],
        now=NOW,
    )
    with pytest.raises(ProblemsError, match="is the adopted word of “reviewer”"):
        adopted(cast, proposal)


def test_a_new_concept_is_proposed_used_and_adopted_or_is_gone(cast: Cast) -> None:
    said = {"plural": "", "definition": "A second look.", "reason": "We lack it."}
    by = cast.acting(cast.chloe)
    first = verbs.propose_concept(by=by, word="appeal", now=NOW, **said)
    second = verbs.propose_concept(by=by, word="مراجعة", now=NOW, **said)
    assert [proposal_page(HOME, one).line.concept for one in (first, second)] == ["appeal", "word"]
    assert concept(HOME, "appeal").status == "proposed"
    adopted(cast, first)
    assert concept(HOME, "appeal").status == "adopted"
    verbs.withdraw_proposal(by=cast.acting(cast.dev), proposal=second, now=NOW)
    assert concept(HOME, "word").status == "deprecated"


def test_a_merger_is_decided_like_a_word_and_takes_the_usages_along(cast: Cast) -> None:
    proposal = verbs.propose_merger(
        by=cast.acting(cast.chloe), concept="rater", into="reviewer", reason="The same.", now=NOW
    )
    adopted(cast, proposal)
    gone = concept(HOME, "rater")
    assert (gone.status, gone.replaced_by, gone.usages) == ("deprecated", "reviewer", ())
    into = concept(HOME, "reviewer")
    assert [one.word for one in into.usages] == ["reviewer", "assessor", "rater"]
    assert [one.text for one in into.labeled("alternative")] == ["rater"]


def test_a_concept_is_not_merged_into_itself_through_two_others(cast: Cast) -> None:
    a_concept("judge", "Who judges.")
    dev = cast.acting(cast.dev)
    verbs.merge_concepts(by=dev, concept="reviewer", into="judge", now=NOW)
    verbs.merge_concepts(by=dev, concept="judge", into="rater", now=NOW)
    for act in (
        lambda: verbs.merge_concepts(by=dev, concept="rater", into="reviewer", now=NOW),
        lambda: verbs.propose_merger(
            by=dev, concept="rater", into="reviewer", reason="A circle.", now=NOW
        ),
    ):
        with pytest.raises(ProblemsError, match="itself merged into this concept"):
            act()
    rater = rows.Concept.objects.get(key="rater")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.Concept.objects.filter(key="rater").update(
            status="deprecated", replaced_by=rows.Concept.objects.get(key="reviewer")
        )
    assert rater.replaced_by_id is None


def test_an_adopted_concept_is_merged_only_by_the_groups_decision(cast: Cast) -> None:
    adopted(cast, proposed(cast.acting(cast.chloe)))
    with pytest.raises(ProblemsError, match="has adopted this word"):
        verbs.merge_concepts(by=cast.acting(cast.dev), concept="reviewer", into="rater", now=NOW)


def test_the_group_sets_its_rule_and_decisions_keep_theirs(cast: Cast) -> None:
    proposal = proposed(cast.acting(cast.chloe))
    adopted(cast, proposal)
    dev = cast.acting(cast.dev)
    with pytest.raises(ProblemsError) as error:
        verbs.set_rule(
            by=dev,
            comment_days=0,
            quorum="3/2",
            majority="most",
            objections_answered=True,
            source="",
            now=NOW,
        )
    assert {one.where for one in error.value.problems} == {
        "comment_days",
        "quorum",
        "majority",
        "source",
    }
    verbs.set_rule(
        by=dev,
        comment_days=5,
        quorum="1",
        majority="1/2",
        objections_answered=False,
        source="Minutes of May",
        now=NOW,
    )
    found = proposal_page(HOME, proposal)
    assert found.decision
    assert (found.decision.rule["comment_days"], found.rule.comment_days) == (10, 5)


def test_who_votes_for_a_member_holds_a_role_there(cast: Cast, language: rows.WorkGroup) -> None:
    member = language.members.get(organization=cast.northfield)
    dev = cast.acting(cast.dev)
    with pytest.raises(NoSuchRecordError):
        verbs.name_voter(by=dev, member=member.pk, person=cast.eve.pk, now=NOW)
    verbs.name_voter(by=dev, member=member.pk, person=cast.ada.pk, now=NOW)
    member.refresh_from_db()
    assert member.person_id == cast.ada.pk
