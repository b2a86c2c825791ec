"""What every page shows: who acts and for whom, where they can go, and that a demo is a demo."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from longleaf.domain.organization.access import owes_second_factor
from longleaf.domain.organization.actor import NOBODY, Actor
from longleaf.records.queries import organization as people
from longleaf.records.queries.language import greeting, writing
from longleaf.web.access import ACCESS
from longleaf.web.templatetags.spoken import vocabulary_of


@dataclass(frozen=True, slots=True)
class NavigationItem:
    name: str
    label: str
    address: str
    is_current: bool


NAVIGATION = (
    ("today", "Today"),
    ("standing", "Standing"),
    ("catalog", "Micro-credentials"),
    ("submissions", "My submissions"),
    ("my_badges", "My badges"),
    ("reviews", "Reviews"),
    ("authoring", "Authoring"),
    ("coordinator", "My LEA"),
    ("planning", "Plans"),
    ("staffing", "People and roles"),
    ("department", "Department"),
    ("plan_reviews", "Plan reviews"),
    ("awards", "Awards"),
    ("keys", "Keys"),
    ("operator", "Status"),
)
PUBLIC_NAVIGATION = (
    ("catalog", "Micro-credentials"),
    ("check_badge", "Check a badge"),
    ("glossary", "Common language"),
)


def page(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = getattr(request, "actor", NOBODY)
    current = request.resolver_match.view_name if request.resolver_match else ""
    # Whoever is signed in finds the rest of what is public in the footer.
    named = NAVIGATION if actor.is_signed_in else PUBLIC_NAVIGATION
    reachable = [
        item for item in named if not ACCESS[item[0]].roles or actor.holds(ACCESS[item[0]].roles)
    ]
    unread = 0
    if actor.person is not None:
        unread, request.__dict__["vocabulary"] = greeting(actor.person)
    said = vocabulary_of(request)
    return {
        "actor": actor,
        "demo": settings.DEMO,
        "second_factor_owed": owes_second_factor(actor),
        "base_url": settings.BASE_URL,
        "navigation": [
            NavigationItem(
                name, writing().in_words(label, said), reverse(name), current.startswith(name)
            )
            for name, label in reachable
        ],
        "acting": people.acting_choices(actor) if actor.is_signed_in else None,
        "unread": unread,
    }
