"""Coming in: by invitation, with a second factor, and by the menu of a phone."""

import re

import pytest

from tests.journeys.harness import PHONE, Stage
from tests.people import make_cast

pytestmark = pytest.mark.journey

NEW_PASSWORD = "cones open slowly in fire"


def test_a_new_person_accepts_an_invitation(stage: Stage) -> None:
    make_cast()
    chloe = stage.enter()
    chloe.sign_in("chloe@example.org")
    chloe.go("staffing_invite")
    chloe.write("E-mail", "nia@example.org")
    chloe.page.get_by_label("Where").select_option(label="Northfield Elementary")
    chloe.page.get_by_label("Role").select_option(label="Educator")
    chloe.press("Send invitation")
    link = re.search(r"/invitations/\S+", chloe.page.locator("main").inner_text())
    assert link

    nia = stage.enter(PHONE)
    nia.go(link.group())
    nia.reads("Chloe Baptiste invites you", "Northfield Elementary")
    nia.write("Name", "Nia Adeyemi")
    nia.write("Password", NEW_PASSWORD)
    nia.write("The same password again", "another one entirely")
    with nia.expecting("status of 400"):
        nia.press("Accept and set up my account")
    nia.reads("The two passwords differ.")
    nia.write("Password", NEW_PASSWORD)
    nia.write("The same password again", NEW_PASSWORD)
    nia.press("Accept and set up my account")
    nia.reads("Where you stand", "Put my license on record")


def test_staff_of_the_department_sign_in_with_a_second_factor(stage: Stage) -> None:
    make_cast()
    dev = stage.enter()
    dev.sign_in("dev@example.org")
    dev.reads("One more step")
    dev.write("Code", "000000")
    dev.press("Sign in")
    dev.reads("Incorrect code")
    dev.write("Code", dev.page.locator("main code").first.inner_text())
    dev.press("Sign in")
    dev.go("department")
    dev.does_not_read("One more step")


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(stage: Stage) -> None:
    visitor = stage.enter(PHONE)
    visitor.go("home")
    visitor.page.get_by_role("button", name="Menu").press("Enter")
    visitor.look()
    visitor.page.get_by_role("button", name="Close").press("Enter")
    visitor.page.get_by_role("button", name="Menu").press("Enter")
    visitor.follow("Check a badge")
    visitor.reads("Check a badge")
