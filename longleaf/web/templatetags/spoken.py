"""The tags that say words of the common language."""

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from longleaf.domain.organization.actor import NOBODY
from longleaf.domain.term.speech import Vocabulary, article_for
from longleaf.records.queries.language import shipped_words, spoken_to, writing

register = template.Library()


@register.simple_tag(takes_context=True)
def term(
    context: template.Context, key: str, like: str = "", before: str = "", link: int = 0
) -> str | SafeString:
    """The word now said for a concept.

    Args:
        context: The page's.
        key: The concept's.
        like: The word that ships, in the number and with the capital that are wanted; "" for one.
        before: The article that stands before it; "" for none.
        link: 1 where the word may open its concept, which it does the first time on a page.
    """
    request = _request(context)
    said = vocabulary_of(request)
    text = writing().word_for(key, like, said) if like else said.one(key)
    start = f"{article_for(before, text)} " if before else ""
    # A registry that is not loaded has nothing to open.
    opens = link and request is not None and said is not shipped_words()
    opened: set[str] = request.__dict__.setdefault("opened_words", set()) if request else set()
    if not opens or key in opened:
        return format_html("{}{}", start, text)
    opened.add(key)
    address = reverse("glossary_term", kwargs={"key": key})
    return format_html('{}<a class="ll-term" href="{}">{}</a>', start, address, text)


@register.simple_tag(takes_context=True)
def term_count(context: template.Context, number: int, key: str, like: str) -> str:
    """1 reviewer, 2 reviewers, in the word that is now said."""
    said = vocabulary_of(_request(context))
    return f"{number:,} {said.words[key].said(like, is_many=number != 1)}"


@register.simple_tag(takes_context=True)
def spoken(context: template.Context, text: str) -> str:
    """A text of ours that comes in through a variable, such as what an empty list says."""
    said = vocabulary_of(_request(context))
    return text if said is shipped_words() else writing().message(str(text), said)


def _request(context: template.Context) -> HttpRequest | None:
    """The request of the page, whatever a template calls by that name within it."""
    return getattr(context, "request", None)


def vocabulary_of(request: HttpRequest | None) -> Vocabulary:
    """The words said to whoever asks, read once a request."""
    if request is None:
        return spoken_to(None)
    found: Vocabulary | None = request.__dict__.get("vocabulary")
    if found is None:
        found = spoken_to(getattr(request, "actor", NOBODY).person)
        request.__dict__["vocabulary"] = found
    return found
