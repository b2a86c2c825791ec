"""A long roster, and invitations sent again, as a coordinator meets them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import resolve

from longleaf.actions.invitation import path_of
from longleaf.actions.roster import AT_ONCE
from longleaf.gateways.wiring import ports
from longleaf.records.models import job as jobs
from longleaf.records.models import organization as rows
from tests.people import Cast
from tests.web.staffing.test_pages import a_file

HEAD = "email,name,role\n"
BAD = "x@example.org,X,chief\n"


@pytest.fixture
def chloe(client: Client, cast: Cast) -> Client:
    client.force_login(cast.chloe)
    return client


def preview_of(client: Client, count: int, *others: str) -> str:
    lines = [f"p{number}@example.org,P,educator\n" for number in range(count)]
    answer = client.post("/people/roster", a_file(HEAD + "".join([*lines, *others])))
    return answer.headers["Location"]


def added() -> int:
    return rows.Person.objects.filter(name="P").count()


def test_as_many_rows_as_can_be_kept_at_once_are(chloe: Client) -> None:
    page = chloe.post(preview_of(chloe, AT_ONCE), {"how": "all"}, follow=True)
    assert "300 rows are kept. 300 people get an invitation." in page.content.decode()
    assert (added(), jobs.JobRun.objects.count()) == (AT_ONCE, 0)


def test_one_row_more_leads_to_the_page_of_its_progress(chloe: Client) -> None:
    preview = preview_of(chloe, AT_ONCE + 1)
    answer = chloe.post(preview, {"how": "all"})
    run = jobs.JobRun.objects.get()
    assert answer.headers["Location"] == f"/jobs/{run.pk}"
    assert added() == 0
    page = chloe.get(f"/jobs/{run.pk}").content.decode()
    assert "Keeping your roster" in page
    assert "0 of 301 rows" in page
    assert run.result["path"] == preview


def test_meanwhile_the_roster_leads_to_its_progress_and_a_second_click_too(chloe: Client) -> None:
    preview = preview_of(chloe, AT_ONCE + 1)
    first = chloe.post(preview, {"how": "all"}).headers["Location"]
    page = chloe.get(preview).content.decode()
    assert f'href="{first}"' in page
    assert "Keep all" not in page
    assert chloe.post(preview, {"how": "all"}).headers["Location"] == first


def test_a_colleague_reads_that_it_is_under_way(chloe: Client, cast: Cast) -> None:
    preview = preview_of(chloe, AT_ONCE + 1)
    chloe.post(preview, {"how": "all"})
    chloe.force_login(cast.ada)
    page = chloe.get(preview).content.decode()
    assert "A colleague of yours asked for this roster to be kept" in page
    assert "/jobs/" not in page
    assert chloe.post(preview, {"how": "all"}).status_code == 409


def test_a_long_roster_with_a_bad_row_is_refused_at_once_if_all_had_to_be_good(
    chloe: Client,
) -> None:
    answer = chloe.post(preview_of(chloe, AT_ONCE + 1, BAD), {"how": "all"})
    assert answer.status_code == 409
    assert "1 row is not good, so nothing was kept." in answer.content.decode()
    assert not jobs.JobRun.objects.exists()


def test_work_that_stopped_says_why_and_leads_back(chloe: Client) -> None:
    preview = preview_of(chloe, AT_ONCE + 1)
    chloe.post(preview, {"how": "all"})
    now = ports().clock.now()
    jobs.JobRun.objects.update(state="fault", message="1 row is not good.", ended_at=now)
    page = chloe.get(f"/jobs/{jobs.JobRun.objects.get().pk}").content.decode()
    assert "1 row is not good." in page
    assert f'href="{preview}"' in page
    assert "every 2s" not in page


def test_work_without_a_sign_of_life_says_what_happens_next(chloe: Client, cast: Cast) -> None:
    run = jobs.JobRun.objects.create(
        kind="roster",
        person=cast.chloe,
        state="running",
        made_at=ports().clock.now(),
        beat_at=ports().clock.now() - timedelta(minutes=1),
    )
    assert "no sign of life" in chloe.get(f"/jobs/{run.pk}").content.decode()


def invite(client: Client, cast: Cast, *, ago: timedelta) -> rows.Invitation:
    data = {"email": "new@example.org", "organization": cast.elementary.pk, "role": "educator"}
    client.post("/people/invite", data)
    made = rows.Invitation.objects.get()
    made.invited_at -= ago
    made.expires_at -= ago
    made.save()
    return made


@pytest.mark.parametrize("days", [1, 15])
def test_an_open_or_expired_invitation_is_sent_again(chloe: Client, cast: Cast, days: int) -> None:
    made = invite(chloe, cast, ago=timedelta(days=days))
    again = f"/people/invitations/{made.pk}/resend"
    assert again in chloe.get("/people").content.decode()
    page = chloe.post(again, follow=True).content.decode()
    assert "new@example.org gets a mail with a link." in page
    assert "The link they had before no longer works." in page
    assert rows.Invitation.objects.get().token_hash != made.token_hash


def test_a_second_click_sends_nothing_again_and_says_so(chloe: Client, cast: Cast) -> None:
    made = invite(chloe, cast, ago=timedelta(0))
    page = chloe.post(f"/people/invitations/{made.pk}/resend", follow=True).content.decode()
    assert "less than a minute ago" in page
    assert rows.Invitation.objects.get().token_hash == made.token_hash


def test_another_leas_invitation_is_not_found(chloe: Client, cast: Cast) -> None:
    made = invite(chloe, cast, ago=timedelta(days=1))
    chloe.force_login(cast.eve)
    for invitation in (made.pk, uuid4()):
        assert chloe.post(f"/people/invitations/{invitation}/resend").status_code == 404


def test_the_paths_that_mail_and_notices_carry_are_pages() -> None:
    assert resolve(path_of("token")).url_name == "invitation"
    assert resolve(f"/people/roster/{uuid4()}").url_name == "roster_import"
