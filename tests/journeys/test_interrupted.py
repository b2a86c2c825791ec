"""A line that breaks, a browser without JavaScript: nothing is lost, and the work goes on."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from longleaf.jobs.evidence import check as look_into
from longleaf.records.models import evidence as evidences
from tests.gateways.files import a_film, a_pdf
from tests.journeys.harness import Person, Stage
from tests.journeys.steps import ANSWER, NO_STUDENTS, submit
from tests.people import make_cast
from tests.stories import a_published_microcredential

pytestmark = pytest.mark.journey

# Two of the pieces in which files are sent, the second a small one.
FILM = FilePayload(name="lesson.mp4", mimeType="video/mp4", buffer=a_film(9_000_000))
A_BROKEN_LINE = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "tus: ")


@pytest.fixture
def amina(stage: Stage) -> Person:
    a_published_microcredential(make_cast())
    amina = stage.enter()
    sign_in_and_begin(amina)
    return amina


def sign_in_and_begin(amina: Person) -> None:
    amina.arrive("amina@example.org")
    amina.go("microcredential", slug="wait-time")
    amina.press("Begin this micro-credential")


class BrokenLine:
    """Lets one piece of an upload pass, and breaks the line under the next."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.offsets: list[str] = []
        self._held: list[Route] = []
        page.route("**/uploads/*", self._piece)

    def _piece(self, route: Route) -> None:
        if route.request.method == "PATCH":
            self.offsets.append(route.request.headers["upload-offset"])
            if len(self.offsets) > 1:
                self._held.append(route)
                return
        route.continue_()

    def breaks(self) -> None:
        for _ in range(500):
            if self._held:
                break
            self._page.wait_for_timeout(20)
        self._page.context.set_offline(True)
        self._held[0].abort("internetdisconnected")
        expect(self._page.locator("[data-upload-status]")).to_contain_text("The line broke.")

    def is_mended(self) -> None:
        self._page.unroute("**/uploads/*", self._piece)
        self._page.on("request", self._note)
        self._page.context.set_offline(False)

    def _note(self, request: object) -> None:
        method, headers = getattr(request, "method", ""), getattr(request, "headers", {})
        if method == "PATCH":
            self.offsets.append(headers["upload-offset"])


def describe_the_film(amina: Person) -> None:
    amina.follow("Proof")
    amina.follow("Add to “A recording”")
    amina.page.get_by_label("File", exact=True).set_input_files(FILM)
    amina.page.get_by_label("What is it?").select_option("classroom_video")
    amina.write("Title", "A lesson")
    amina.choose("Pause")
    amina.choose(NO_STUDENTS)


def test_an_upload_goes_on_by_itself_when_the_line_is_back(amina: Person) -> None:
    describe_the_film(amina)
    line = BrokenLine(amina.page)
    with amina.expecting(*A_BROKEN_LINE):
        amina.page.get_by_role("button", name="Add this file").click()
        line.breaks()
        amina.look()
        with amina.page.expect_navigation():
            line.is_mended()
    amina.look()
    assert line.offsets == ["0", "8000000", "8000000"]
    amina.reads("Being checked")
    artifact = evidences.Artifact.objects.get(form="file")
    look_into(artifact=str(artifact.pk))
    expect(amina.page.get_by_text("Kind of file checked")).to_be_visible()


def test_an_upload_goes_on_after_the_page_was_left(amina: Person) -> None:
    describe_the_film(amina)
    line = BrokenLine(amina.page)
    with amina.expecting(*A_BROKEN_LINE):
        amina.page.get_by_role("button", name="Add this file").click()
        line.breaks()
        amina.loses_the_tab()
    amina.go("submissions")
    amina.follow("Wait Time")
    amina.follow("Proof")
    amina.reads("88 % has arrived")
    amina.follow("Go on with the upload")
    amina.page.get_by_label("The same file").set_input_files(FILM)
    amina.press("Send the rest")
    amina.reads("Being checked")


def test_text_that_could_not_be_sent_is_kept_on_the_device_and_offered_again(
    amina: Person,
) -> None:
    amina.follow("Context")
    address = urlsplit(amina.page.url).path
    with amina.expecting(*A_BROKEN_LINE):
        amina.page.context.set_offline(True)
        amina.write("Who?", ANSWER)
        expect(amina.page.get_by_text("No connection. Your text is kept")).to_be_visible()
        amina.loses_the_tab()
    amina.go(address)
    expect(amina.page.get_by_label("Who?")).to_have_value("")
    amina.page.get_by_role("button", name="Put this text back").click()
    expect(amina.page.get_by_label("Who?")).to_have_value(ANSWER)
    expect(amina.page.locator("[data-autosave-status]")).to_contain_text("Saved at")


def test_evidence_is_handed_in_without_javascript(stage: Stage) -> None:
    a_published_microcredential(make_cast())
    amina = stage.enter(java_script_enabled=False)
    sign_in_and_begin(amina)
    amina.follow("Context")
    amina.write("Who?", ANSWER)
    amina.press("Save and go on to “Proof”")
    amina.follow("Add to “A recording”")
    amina.page.get_by_label("File", exact=True).set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
    )
    amina.page.get_by_label("What is it?").select_option("audio")
    amina.write("Title", "A recording")
    amina.choose("Pause")
    amina.choose(NO_STUDENTS)
    amina.press("Add this file")
    amina.reads("1 of 1 to 2", "A recording")
    submit(amina)
    amina.reads("Submitted for review")
