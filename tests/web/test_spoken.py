"""Pages say the words of the common language, and nothing of what people wrote is touched."""

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse

from longleaf.actions import term as verbs
from longleaf.actions.notice import notify
from longleaf.records.models import notice as notices
from longleaf.web.spoken import marked
from tests.languages import a_group, a_registry, adopted, proposed
from tests.people import NOW, Cast


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("<p>A reviewer reads.</p>", '<p>{% term "reviewer" "reviewer" "A" 1 %} reads.</p>'),
        ("<h1>Reviewers</h1>", '<h1>{% term "reviewer" "Reviewers" "" %}</h1>'),
        ("<p><a href='/reviewer'>a</a></p>", "<p><a href='/reviewer'>a</a></p>"),
        ("<input value='reviewer'>", "<input value='reviewer'>"),
        ("<code>reviewer</code>", "<code>reviewer</code>"),
        ("<!-- reviewer --> ", "<!-- reviewer --> "),
        ("{{ reviewer }} {% url 'reviewer' %}", "{{ reviewer }} {% url 'reviewer' %}"),
        ("<p>x/reviewer peer-reviewer</p>", "<p>x/reviewer peer-reviewer</p>"),
        ('{{ n|count_of:"reviewer" }}', '{% term_count n "reviewer" "reviewer" %}'),
        ('{{ n|count_of:"horse" }}', '{{ n|count_of:"horse" }}'),
    ],
)
def test_words_in_a_templates_own_text_become_tags(source: str, made: str) -> None:
    assert marked(source) == made


@pytest.fixture
def assessor(cast: Cast) -> Cast:
    """The group has decided that reviewers are assessors."""
    a_registry()
    a_group(cast)
    adopted(cast, proposed(cast.acting(cast.chloe)))
    return cast


def test_an_adopted_word_is_said_with_its_article_and_opens_once(assessor: Cast) -> None:
    source = marked("<p>A reviewer, {{ theirs }} and two Reviewers.</p>")
    template = engines["django"].from_string(source)
    page = template.render({"theirs": "my reviewer"}, RequestFactory().get("/"))
    opened = '<a class="ll-term" href="/glossary/reviewer">assessor</a>'
    assert page == f"<p>An {opened}, my reviewer and two Assessors.</p>"


def test_pages_and_mail_say_it_and_people_s_own_words_stay(assessor: Cast, client: Client) -> None:
    client.force_login(assessor.ben)
    home = client.get(reverse("home")).content.decode()
    assert "two assessors" in home
    assert "reviewers" not in home.lower()
    proposal = verbs.propose_term(
        by=assessor.acting(assessor.eve),
        concept="rater",
        word="reviewer",
        plural="",
        definition="One more reviewer.",
        reason="So.",
        rests_on=[],
        now=NOW,
    )
    page = client.get(reverse("glossary_proposal", kwargs={"proposal": proposal})).content.decode()
    assert "One more reviewer." in page


def test_mail_says_it_and_leaves_quotations_alone(assessor: Cast) -> None:

    notify(
        assessor.ben.pk,
        kind="test",
        subject="A reviewer is asked for: The reviewer at work",
        body="The reviewers of “The reviewer at work” wait.",
        now=NOW,
    )
    found = notices.Notice.objects.get(kind="test")
    assert found.subject == "An assessor is asked for: The reviewer at work"
    assert found.body == "The assessors of “The reviewer at work” wait."


def test_a_dialect_is_one_setting_away(assessor: Cast, client: Client) -> None:
    verbs.name_locally(
        by=assessor.acting(assessor.chloe), concept="reviewer", word="judge", plural="", now=NOW
    )
    client.force_login(assessor.amina)
    page = client.get(reverse("dialect")).content.decode()
    assert "<bdi>judge</bdi> for assessor" in page
    assert client.post(reverse("dialect"), {"organization": "nobody"}).status_code == 400
    client.post(reverse("dialect"), {"organization": str(assessor.northfield.pk)})
    assert "two judges" in client.get(reverse("home")).content.decode()
    client.post(reverse("dialect"), {"organization": ""})
    assert "two assessors" in client.get(reverse("home")).content.decode()
