from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from longleaf.records.models import organization as rows
from tests.people import Cast

ROSTER = "email,name,role\nzoë@example.org,Zoë,educator\nann@example.org,Ann,chief\n"
GOOD = "email,name,role\nann@example.org,Ann,educator\n"


@pytest.fixture
def chloe(client: Client, cast: Cast) -> Client:
    client.force_login(cast.chloe)
    return client


def a_file(text: str, encoding: str = "utf-8") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("roster.csv", text.encode(encoding), "text/csv")}


def test_people_are_found_by_name_role_and_school(chloe: Client, cast: Cast) -> None:
    page = chloe.get("/people?search=amina&role=educator&school=northfield-elementary")
    assert "1 person" in page.content.decode()
    assert "Amina Reyes" in page.content.decode()


def test_another_leas_people_are_not_listed(chloe: Client, cast: Cast) -> None:
    assert "Ezra" not in chloe.get("/people").content.decode()


def test_an_educator_is_invited_to_a_school(chloe: Client, cast: Cast) -> None:
    data = {"email": "new@example.org", "organization": cast.elementary.pk, "role": "educator"}
    assert chloe.post("/people/invite", data).status_code == 302
    assert "new@example.org" in chloe.get("/people").content.decode()


@pytest.mark.parametrize("demo", [True, False])
def test_the_link_is_shown_in_a_demo_and_nowhere_else(
    chloe: Client, cast: Cast, settings: Settings, demo: bool
) -> None:
    settings.DEMO = demo
    data = {"email": "new@example.org", "organization": cast.elementary.pk, "role": "educator"}
    page = chloe.post("/people/invite", data, follow=True).content.decode()
    assert (f"{settings.BASE_URL}/invitations/" in page) == demo


@pytest.mark.parametrize("role", ["administrator", "coordinator", "department_staff"])
def test_a_coordinator_is_not_offered_the_steering_roles(
    chloe: Client, cast: Cast, role: str
) -> None:
    data = {"email": "new@example.org", "organization": cast.northfield.pk, "role": role}
    assert chloe.post("/people/invite", data).status_code == 400
    assert not rows.Invitation.objects.exists()


def test_a_reviewer_is_not_invited_to_a_school(chloe: Client, cast: Cast) -> None:
    data = {"email": "new@example.org", "organization": cast.elementary.pk, "role": "reviewer"}
    page = chloe.post("/people/invite", data).content.decode()
    assert "At Northfield Elementary you can invite: educator." in page


def test_an_invitation_for_another_lea_is_refused(chloe: Client, cast: Cast) -> None:
    data = {"email": "new@example.org", "organization": cast.southfield.pk, "role": "educator"}
    assert chloe.post("/people/invite", data).status_code == 400


def test_an_invitation_is_withdrawn(chloe: Client, cast: Cast) -> None:
    data = {"email": "new@example.org", "organization": cast.elementary.pk, "role": "educator"}
    chloe.post("/people/invite", data)
    made = rows.Invitation.objects.get()
    assert chloe.post(f"/people/invitations/{made.pk}/withdraw").status_code == 302
    made.refresh_from_db()
    assert made.withdrawn_at is not None


def test_a_role_is_ended_after_a_question(chloe: Client, cast: Cast) -> None:
    role = cast.amina.roles.get()
    form = chloe.get(f"/people/roles/{role.pk}/end").context["form"]
    chloe.post(f"/people/roles/{role.pk}/end", {"last_day": form.initial["last_day"]})
    role.refresh_from_db()
    assert role.ended_on == form.initial["last_day"]


def test_a_day_long_past_is_refused_with_the_earliest_that_is_not(
    chloe: Client, cast: Cast
) -> None:
    role = cast.amina.roles.get()
    answer = chloe.post(f"/people/roles/{role.pk}/end", {"last_day": date(2021, 1, 1)})
    assert answer.status_code == 400
    assert "or later" in answer.content.decode()


@pytest.mark.parametrize("who", ["ezra", "ada"])
def test_a_role_out_of_reach_or_above_ones_own_is_not_found(
    chloe: Client, cast: Cast, who: str
) -> None:
    role = getattr(cast, who).roles.get()
    assert chloe.get(f"/people/roles/{role.pk}/end").status_code == 404


def test_supervision_is_recorded_and_ended(chloe: Client, cast: Cast) -> None:
    chloe.post("/people/supervision", {"supervisor": cast.sam.email, "educator": cast.ben.email})
    made = rows.Supervision.objects.get(educator=cast.ben)
    chloe.post("/people/supervision", {"end": made.pk})
    made.refresh_from_db()
    assert made.ended_on is not None
    assert chloe.post("/people/supervision", {"end": "nonsense"}).status_code == 404


def test_supervision_of_a_stranger_is_refused_at_the_field(chloe: Client, cast: Cast) -> None:
    data = {"supervisor": cast.sam.email, "educator": cast.ezra.email}
    answer = chloe.post("/people/supervision", data)
    assert answer.status_code == 400
    assert answer.context["form"].errors.keys() == {"educator"}


def test_a_school_is_added_once(chloe: Client, cast: Cast) -> None:
    assert chloe.post("/people/schools", {"name": "Northfield High"}).status_code == 302
    assert chloe.post("/people/schools", {"name": "Northfield High"}).status_code == 400


def test_a_roster_is_looked_at_and_then_kept(chloe: Client, cast: Cast) -> None:
    preview = chloe.post("/people/roster", a_file(GOOD)).headers["Location"]
    assert "Keep all 1 row" in chloe.get(preview).content.decode()
    chloe.post(preview, {"how": "all"})
    assert rows.Person.objects.filter(email="ann@example.org").exists()
    assert chloe.post(preview, {"how": "all"}).status_code == 409


def test_a_rosters_problems_are_named_by_row_column_and_fix(chloe: Client, cast: Cast) -> None:
    preview = chloe.post("/people/roster", a_file(ROSTER, "latin-1")).headers["Location"]
    page = chloe.get(preview).content.decode()
    assert "&quot;chief&quot; is not a role." in page
    assert "Use one of: educator, reviewer, author." in page
    assert "Read as Latin-1" in page


def test_nothing_is_kept_if_all_rows_had_to_be_good(chloe: Client, cast: Cast) -> None:
    preview = chloe.post("/people/roster", a_file(ROSTER)).headers["Location"]
    assert chloe.post(preview, {"how": "all"}).status_code == 409
    assert not rows.Person.objects.filter(name="Zoë").exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [("nonsense", "The file has no rows."), ("email,name\na,b\n", "is missing.")],
)
def test_a_file_that_is_no_roster_is_refused_with_the_reason(
    chloe: Client, cast: Cast, text: str, reason: str
) -> None:
    answer = chloe.post("/people/roster", a_file(text))
    assert answer.status_code == 400
    assert reason in answer.content.decode()


def test_the_template_can_be_read_back(chloe: Client, cast: Cast) -> None:
    content = chloe.get("/people/roster?template=1").getvalue().decode()
    answer = chloe.post("/people/roster", a_file(content))
    assert chloe.get(answer.headers["Location"]).context["roster"].problems == []


def test_another_leas_roster_is_not_found(chloe: Client, cast: Cast) -> None:
    preview = chloe.post("/people/roster", a_file(GOOD)).headers["Location"]
    chloe.force_login(cast.eve)
    assert chloe.get(preview).status_code == 404
    assert chloe.post(preview, {"how": "good"}).status_code == 404
