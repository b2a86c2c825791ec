"""Tags and filters that every template has."""

from datetime import date, datetime
from fractions import Fraction

import nh3
from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from longleaf.basis.amount import parse_amount, show_amount
from longleaf.policy.messages import unit_words

register = template.Library()

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "code", "blockquote", "br", "h4", "h5"}


@register.filter
def prose(text: str) -> SafeString:
    """Someone's words as simple formatted text; whatever could be active is gone."""
    html = nh3.clean(
        _MARKDOWN.render(text or ""),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    return mark_safe(html)  # noqa: S308 - cleaned on the line above


@register.filter
def day(value: date | datetime | None) -> str:
    """June 30, 2026 (in the reader's zone)."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value:%B} {value.day}, {value.year}"


@register.filter
def iso_day(value: str) -> str:
    """A day of kept data, such as "2026-06-30", as `day` writes it."""
    return day(date.fromisoformat(value))


@register.filter
def moment(value: datetime | None) -> str:
    """June 30, 2026, 9:05 p.m. (in the reader's zone)."""
    if value is None:
        return ""
    return f"{day(value)}, {clock_time(value)}"


@register.filter
def clock_time(value: datetime) -> str:
    """9:05 p.m. (in the reader's zone)."""
    local = timezone.localtime(value)
    half = "a.m." if local.hour < 12 else "p.m."  # noqa: PLR2004 - noon
    return f"{local.hour % 12 or 12}:{local:%M} {half}"


@register.filter
def amount(value: Fraction | str | None) -> str:
    """An exact amount as people read it: a decimal, or a mixed number such as 1 1/3."""
    if value is None or value == "":
        return ""
    exact = parse_amount(value) if isinstance(value, str) else value
    shown = show_amount(exact)
    if "/" not in shown or abs(exact) < 1:
        return shown
    whole, rest = divmod(exact.numerator, exact.denominator)
    return f"{whole} {rest}/{exact.denominator}"


@register.filter
def units(value: Fraction | str, unit: str) -> str:
    """The unit's name in the number that fits an exact amount: credit, credits, clock hours."""
    return unit_words(unit, value if isinstance(value, str) else show_amount(value))


@register.filter
def words(value: str) -> str:
    """A key such as not_yet as words: "not yet"."""
    return str(value).replace("_", " ")


@register.filter
def count_of(number: int, noun: str) -> str:
    """1 award, 2 awards; "entry,entries" gives an irregular plural."""
    one, _, many = noun.partition(",")
    return f"{number:,} {one if number == 1 else (many or one + 's')}"


@register.filter
def get(mapping: dict[str, object], key: str) -> object:
    """The value of a key that is itself a variable; None where there is none."""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """The present address's query with some values changed; None takes one away."""
    values = context["request"].GET.copy()
    values.pop("page", None)
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = str(value)
    return f"?{values.urlencode()}" if values else "?"
