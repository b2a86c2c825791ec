"""An educator draws where a criterion shows; a reviewer finds it in place."""

import io
import os
import wave
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from longleaf.gateways.file_store import DiskStore
from longleaf.gateways.wiring import ports
from longleaf.records.models import review as reviews
from tests.gateways.files import a_picture
from tests.handing_in import Story, begin
from tests.journeys.accessibility import check
from tests.journeys.harness import DESKTOP, PHONE, Person, Stage
from tests.people import make_cast

pytestmark = pytest.mark.journey
# Set to a folder's name to keep pictures of the pages at both widths.
PICTURES = os.environ.get("LONGLEAF_PICTURES")


def ten_seconds() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(160_000))
    return out.getvalue()


def a_story() -> Story:
    files = ports().files
    assert isinstance(files, DiskStore)
    return begin(make_cast(), files)


def look(person: Person, name: str) -> None:
    """The page is accessible at both widths; a picture is kept where one was asked for."""
    widths = (PHONE["width"], DESKTOP["width"])
    check(person.page, widths=widths)
    for width in widths if PICTURES else ():
        person.page.set_viewport_size({"width": width, "height": 900})
        person.screenshot(Path(str(PICTURES)) / f"{name}-{width}.png")
    person.page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})


def draw_on_the_picture(amina: Person) -> None:
    amina.page.get_by_role("button", name="Draw on the picture").click()
    box = amina.page.locator("[data-picture]").bounding_box()
    assert box is not None
    mouse = amina.page.mouse
    mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    mouse.down()
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    mouse.up()


def test_a_region_is_drawn_and_a_moment_taken_and_the_reviewer_jumps_there(stage: Stage) -> None:
    story = a_story()
    picture = story.add_file(a_picture("PNG", (640, 400)), "board.png").uses.get().pk
    sound = story.add_file(ten_seconds(), "lesson.wav").uses.get().pk
    amina = stage.enter()
    amina.sign_in("amina@example.org")
    amina.go("artifact_marks", submission=story.submission, use=picture)
    draw_on_the_picture(amina)
    expect(amina.page.get_by_label("Width, in percent")).to_have_value("25")
    amina.press("Mark this place")
    amina.reads("1 mark", "25 % to 50 % across, 25 % to 50 % down")
    look(amina, "marks-of-a-picture")
    amina.go("artifact_marks", submission=story.submission, use=sound)
    player = amina.page.locator("audio")
    player.evaluate("one => { one.currentTime = 3; }")
    amina.page.get_by_role("button", name="Begin at this moment").click()
    expect(amina.page.get_by_label("From")).to_have_value("0:03")
    amina.press("Mark this place")
    amina.reads("1 mark", "0:03 to 0:13")
    look(amina, "marks-of-a-sound")
    story.write()
    story.declare()
    story.submit()
    review = reviews.Review.objects.select_related("reviewer").get(attempt=story.attempt, seat=1)
    ben = stage.enter()
    ben.sign_in(review.reviewer.email)
    ben.go("review", review=review.pk)
    ben.reads("25 % to 50 % across, 25 % to 50 % down")
    box = ben.page.locator(".ll-marked rect").bounding_box()
    whole = ben.page.locator(".ll-marked img").bounding_box()
    assert box is not None
    assert whole is not None
    assert abs(box["width"] / whole["width"] - 0.25) < 0.03  # its line has a width too
    look(ben, "marks-in-a-review")
    ben.page.get_by_role("link", name="0:03 to 0:13 (plays from there)").click()
    assert ben.page.locator("audio").evaluate("one => one.currentTime") >= 3
    assert ben.page.url.endswith(reverse("review", args=[review.pk]))
