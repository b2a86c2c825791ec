from dataclasses import dataclass, field

import pytest

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.notice import mail_notice, notify, notify_address, open_notice
from longleaf.basis.ports import Mail
from longleaf.domain.organization.actor import Actor, system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.records.models import notice as rows
from tests.people import NOW, Cast

BASE = "https://longleaf.example"
MAILER = system("mail")


@dataclass
class Post:
    """A mailer that keeps what it is given, or is down."""

    down: bool = False
    sent: list[Mail] = field(default_factory=list)

    def send(self, mail: Mail) -> None:
        if self.down:
            raise ConnectionRefusedError(f"no post for {mail.to}")
        self.sent.append(mail)


def a_notice(cast: Cast) -> rows.Notice:
    notify(cast.amina.pk, kind="k", subject="Hello", body="Come.", path="/my/inbox", now=NOW)
    return rows.Notice.objects.get()


def mail(notice: rows.Notice, post: Post, *, by: Actor = MAILER) -> bool:
    return mail_notice(by=by, notice=notice.pk, mailer=post, base_url=BASE, now=NOW)


def test_a_notice_is_mailed_once_with_its_link(cast: Cast) -> None:
    notice, post = a_notice(cast), Post()
    assert [mail(notice, post), mail(notice, post)] == [True, False]
    [sent] = post.sent
    assert (sent.to, sent.key) == (cast.amina.email, str(notice.pk))
    assert f"{BASE}/my/inbox" in sent.body


def test_a_mail_that_cannot_go_is_on_record_without_the_address(cast: Cast) -> None:
    notice, post = a_notice(cast), Post(down=True)
    with pytest.raises(ConnectionRefusedError):
        mail(notice, post)
    notice.refresh_from_db()
    assert (notice.tries, notice.fault, notice.mailed_at) == (1, "ConnectionRefusedError", None)


def test_a_mail_goes_when_the_post_is_back(cast: Cast) -> None:
    notice, post = a_notice(cast), Post(down=True)
    with pytest.raises(ConnectionRefusedError):
        mail(notice, post)
    post.down = False
    assert mail(notice, post)
    notice.refresh_from_db()
    assert (notice.tries, notice.fault, notice.mailed_at) == (2, "", NOW)


def test_a_secret_link_is_forgotten_once_it_was_mailed(cast: Cast) -> None:
    notify_address(
        "new@example.org", kind="invitation", subject="s", body="b", path="/invitations/t", now=NOW
    )
    notice, post = rows.Notice.objects.get(), Post()
    mail(notice, post)
    notice.refresh_from_db()
    assert "/invitations/t" in post.sent[0].body
    assert notice.path == ""


def test_people_send_no_notices_by_hand(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        mail(a_notice(cast), Post(), by=cast.acting(cast.ada))


def test_opening_marks_it_read_and_leads_on(cast: Cast) -> None:
    notice = a_notice(cast)
    assert open_notice(by=cast.acting(cast.amina), notice=notice.pk, now=NOW) == "/my/inbox"
    notice.refresh_from_db()
    assert notice.read_at == NOW


def test_anothers_notice_is_not_found(cast: Cast) -> None:
    with pytest.raises(NoSuchRecordError):
        open_notice(by=cast.acting(cast.ben), notice=a_notice(cast).pk, now=NOW)
