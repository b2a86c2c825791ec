"""Every page that the table of addresses names is accessible, on a desktop and on a phone.

A new page is walked by itself; one whose record the walk does not know fails until it does.
"""

import os
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from longleaf.actions.badge import publish_badge
from longleaf.actions.pack import load_pack
from longleaf.domain.organization.actor import RoleKind, system
from longleaf.gateways.wiring import ports
from longleaf.records.models import evidence as evidences
from longleaf.records.queries.demo import demo_code
from longleaf.web.access import ACCESS
from tests.gateways.files import a_sound
from tests.house.test_pages_refuse import ARGUMENTS, NAMES
from tests.house.world import World, make_world
from tests.journeys.accessibility import check
from tests.journeys.harness import DESKTOP, PHONE, Person, Stage
from tests.people import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

HOLDERS = {
    RoleKind.EDUCATOR: "amina",
    RoleKind.REVIEWER: "ben",
    RoleKind.COORDINATOR: "chloe",
    RoleKind.AUTHOR: "ash",
    RoleKind.ADMINISTRATOR: "ada",
    RoleKind.DEPARTMENT_STAFF: "dev",
}
# Those that only one of them is shown, or that are shown only to who is signed in.
SEEN_BY = {
    "account_logout": "amina",
    "job": "chloe",
    "mfa_authenticate": "dev at the second step",
    "mfa_deactivate_totp": "dev",
    "mfa_download_recovery_codes": "dev",
    "mfa_generate_recovery_codes": "dev",
    "mfa_reauthenticate": "dev",
    "mfa_view_recovery_codes": "dev",
}
# Documents whose addresses answer with neither a page nor a refusal that a test could tell apart.
NO_PAGES = {
    "artifact_file",  # what was handed in
    "artifact_upload",  # an upload's protocol
    "artifact_uploads",
    "backpack_file",  # a badge as it was brought
    "plan_picture",  # drawings; the pages that show them are walked
    "plan_review_picture",
    "planning_picture",
    "policy_draft_chart",  # pictures, and only where standing changes
    "policy_drafts_chart",
    "issuer_document",  # for programs, and only of a site under https
    "wallet_authorize",  # needs a wallet that asks; test_wallet.py comes with one
}
# Those that lead elsewhere for everyone who can come to them here.
LEADING_ON = {
    "account_set_password",  # only for an account without one
    "notice",  # marks a notice as read, and goes where it leads
}
# What to show where the walk of refusals needs nothing that exists.
SHOWN: dict[str, Callable[[World], dict[str, Any]]] = {
    "framework": lambda w: {"slug": "ncpts"},
    "framework_element": lambda w: {"slug": "ncpts", "code": "I-a"},
    "submission_begin": lambda w: {"slug": w.earlier.microcredential.slug},
}
PAGES = [name for name in NAMES if name in ACCESS and name not in NO_PAGES]
NOT_READ = HTTPStatus.METHOD_NOT_ALLOWED
# Set to a folder's name to keep a picture of every page at both widths.
PICTURES = os.environ.get("LONGLEAF_PICTURES")


@pytest.fixture(scope="module")
def world(django_db_blocker: DjangoDbBlocker, site: str) -> Iterator[World]:
    """Made once for the file, and written for good, since the server has its own connections."""
    with django_db_blocker.unblock():
        made = make_world()
        now = ports().clock.now()
        RecoveryCodes.activate(made.cast.dev)
        publish_badge(by=made.cast.acting(made.cast.amina), award=made.award.pk, now=now)
        load_pack(by=system("pack"), name="north_carolina", now=now)
        keep_what_was_handed_in(made)
        yield made
        call_command("flush", verbosity=0, interactive=False, allow_cascade=True)


def keep_what_was_handed_in(world: World) -> None:
    """The files that its rows name: each the same short sound."""
    kept = evidences.Artifact.objects.exclude(file_key="")
    for key in kept.values_list("file_key", flat=True):
        ports().files.replace(key, iter([a_sound()]))
    kept.update(length=len(a_sound()))


@pytest.fixture(scope="module")
def hall(world: World, browser: Browser, site: str) -> Iterator[Stage]:
    stage = Stage(browser, site)
    yield stage
    stage.leave()


@pytest.fixture(scope="module")
def visitors(hall: Stage, world: World) -> dict[str, Person]:
    """Someone signed in by each name, and "" for nobody."""
    found = {"": hall.enter()}
    for name in HOLDERS.values():
        client = begin_to_sign_in(name, world)
        if name == "dev":
            found["dev at the second step"] = enter_with(begin_to_sign_in(name, world), hall)
            code = demo_code(world.cast.dev.pk, now=ports().clock.now())
            client.post(reverse("mfa_authenticate"), {"code": code})
        # What concerns the account's safety is shown only soon after this.
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        found[name] = enter_with(client, hall)
    return found


def begin_to_sign_in(name: str, world: World) -> Client:
    client = Client()
    form = {"login": getattr(world.cast, name).email, "password": PASSWORD}
    client.post(reverse("account_login"), form)
    return client


def enter_with(client: Client, hall: Stage) -> Person:
    """A browser that holds this client's session."""
    person = hall.enter()
    person.take_session(client)
    return person


def who_may_see(name: str) -> str:
    """The name of someone whom a page is for."""
    if name in SEEN_BY:
        return SEEN_BY[name]
    access = ACCESS[name]
    if access.public:
        return ""
    return next((who for role, who in HOLDERS.items() if role in access.roles), "amina")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_accessible(name: str, world: World, visitors: dict[str, Person]) -> None:
    visitor = visitors[who_may_see(name)]
    arguments = {**ARGUMENTS, **SHOWN}
    path = reverse(name, kwargs=arguments[name](world) if name in arguments else {})
    answer = visitor.page.context.request.get(visitor.site + path, max_redirects=0)
    if answer.status == NOT_READ or "text/html" not in answer.headers["content-type"]:
        return  # an act, or a document: no page
    if name in LEADING_ON:
        assert answer.status == HTTPStatus.FOUND
        return
    assert answer.status == HTTPStatus.OK
    visitor.page.goto(visitor.site + path)
    if PICTURES:
        take_pictures(visitor, Path(PICTURES), name)
    check(visitor.page, widths=(DESKTOP["width"], PHONE["width"]))
    faults, visitor.watch.faults = visitor.watch.faults, []
    assert faults == []


def take_pictures(visitor: Person, folder: Path, name: str) -> None:
    for size in (DESKTOP, PHONE):
        visitor.page.set_viewport_size({"width": size["width"], "height": size["height"]})
        visitor.screenshot(folder / f"{name}-{size['width']}.png")
    visitor.page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})
