"""What if: a changed rule is tried before a vote, and an audit is drawn by lot."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from longleaf.records.models import policy_draft as rows
from tests.drafted import SEED, a_license, compute_now, educators
from tests.journeys.harness import PHONE, Person, Stage
from tests.people import Cast, make_cast, organization

pytestmark = pytest.mark.journey

PICTURES = os.environ.get("LONGLEAF_PICTURES")


def signed_in(stage: Stage, cast: Cast) -> Person:
    """Dev, past the second factor, which test_coming_in.py goes through."""
    client = Client()
    client.force_login(cast.dev)
    person = stage.enter()
    name = settings.SESSION_COOKIE_NAME
    person.page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": stage.site}]
    )
    return person


def picture(who: Person, name: str) -> None:
    if PICTURES:
        for width in (1280, 390):
            who.page.set_viewport_size({"width": width, "height": 900})
            who.page.wait_for_load_state("networkidle")
            who.screenshot(Path(PICTURES) / f"{name}-{width}.png")
        who.page.set_viewport_size({"width": 1280, "height": 900})


def test_a_rule_is_tried_before_a_vote(stage: Stage) -> None:
    cast = make_cast()
    educators(cast.elementary, 14)
    educators(cast.south_school, 11)
    educators(organization("Hillside School", "school", cast.northfield), 4)
    dev = signed_in(stage, cast)
    dev.go("department")
    dev.follow("Drafts of the rules")
    dev.write("Name of the draft", "Six credits until 2030")
    dev.press("Begin a draft")
    dev.reads("holds the rules in force", "Nothing yet")

    dev.follow("Parameters")
    dev.page.locator('[name="field:parameters.renewal_credit.values.3.value"]').fill("six")
    picture(dev, "what-if-fields")
    dev.press("Save the draft")
    dev.reads("Version 2 does not load yet", "policy.yaml:", "+ value: six")

    dev.follow("Parameters")
    dev.page.locator('[name="field:parameters.renewal_credit.values.3.value"]').fill("8")
    dev.page.locator('[name="field:parameters.renewal_opens.values.1.value"]').fill("90")
    dev.press("Save the draft")
    dev.reads("Saved as version 3", "+ value: 90", "Version 2")
    dev.does_not_read("does not load")

    dev.follow("See what version 3 would change")
    dev.press("Compute what it would change")
    draft = rows.PolicyDraft.objects.get()
    rows.DraftVersion.objects.get(draft=draft, number=3)
    compute_now(cast, draft.pk, 3)
    dev.go("policy_draft_version", draft=draft.pk, number=3)
    dev.reads("Whose standing changes", "Northfield Schools", "18", "worked cases")
    dev.does_not_read("Example")
    picture(dev, "what-if-version")
    dev.write("Who voted", "State Board of Education")
    dev.page.get_by_label("Day of the vote").fill("2026-02-03")
    dev.choose("Not adopted")
    dev.press("Note the vote")
    dev.reads("It puts nothing in force", "State Board of Education: not adopted")


def test_an_audit_is_drawn_and_whoever_was_drawn_sees_why(stage: Stage) -> None:
    cast = make_cast()
    a_license(cast.amina)
    dev = signed_in(stage, cast)
    dev.go("renewal_audit_new")
    dev.write("Name of the audit", "Renewals of June 2027")
    dev.page.locator("[name=expires_from]").fill("2027-01-01")
    dev.page.locator("[name=expires_until]").fill("2027-12-31")
    dev.choose("So many of each LEA and kind of license")
    dev.page.locator("[name=amount]").fill("1")
    dev.page.locator("[name=seed]").fill(SEED)
    dev.page.locator("[name=due_on]").fill("2026-05-01")
    dev.press("Draw the audit")
    dev.reads("The audit is drawn", SEED, "HMAC-SHA256")
    dev.follow("Amina Reyes")
    dev.page.locator("[name=asked_for]").fill("The certificate of the course of May 2025.")
    dev.page.locator("form[action$=ask] [name=due_on]").fill("2026-04-01")
    dev.press("Ask for evidence")

    amina = stage.enter(PHONE)
    amina.arrive("amina@example.org")
    amina.go("my_audits")
    amina.reads("drawn by chance", "The certificate of the course", "April 1, 2026")

    dev.choose("Upheld: the renewal stands as it was decided")
    dev.page.locator("[name=reason]").fill("All is there.")
    dev.press("Conclude the case")
    dev.reads("Upheld: All is there.")
    amina.go("my_audits")
    amina.reads("Upheld: All is there.")
