"""What the environment says, as Django's settings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from django.test import RequestFactory, override_settings

from longleaf.config.settings import database


def test_an_address_of_a_server_keeps_all_that_it_asks_for() -> None:
    url = "postgresql://ada%40nc:p%2Fw@db.example.org:5433/longleaf?sslmode=verify-full"
    found = database(url)
    assert (found["USER"], found["PASSWORD"]) == ("ada@nc", "p/w")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.org", 5433, "longleaf")
    assert found["OPTIONS"] == {"sslmode": "verify-full"}


def test_an_address_of_the_embedded_server_names_its_socket_and_nothing_else() -> None:
    found = database("postgresql://longleaf@/longleaf?host=%2Fsrv%2Fpostgres&port=5432")
    assert (found["HOST"], found["PORT"]) == ("/srv/postgres", "5432")
    assert found["OPTIONS"] == {}


def test_the_site_may_always_ask_itself_whether_it_is_well(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from longleaf.config.settings import ALLOWED_HOSTS as a; print(a)"],
        env=os.environ
        | {
            "LONGLEAF_VAR": str(tmp_path),
            "LONGLEAF_BASE_URL": "https://learning.example.org",
            "LONGLEAF_ALLOWED_HOSTS": "www.example.org",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert "'127.0.0.1'" in said.stdout
    assert "'www.example.org'" in said.stdout


@pytest.mark.parametrize(
    ("proxies", "asked_by"),
    [(0, "127.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9")],
)
def test_tries_are_counted_for_whoever_asked_the_outermost_proxy_of_ours(
    proxies: int, asked_by: str
) -> None:
    said = "192.0.2.1, 203.0.113.9, 198.51.100.7"  # the first is what the visitor wrote
    request = RequestFactory().get("/account/login/", headers={"X-Forwarded-For": said})
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert get_adapter(request).get_client_ip(request) == asked_by
