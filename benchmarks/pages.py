"""The demo's pages as its people reach them by their links: queries, server time, size."""

import re
from collections.abc import Iterator
from html import unescape

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from benchmarks.measure import heading, milliseconds
from longleaf.records.models import organization as people
from longleaf.records.queries.demo import demo_people

MOST_QUERIES = 25
MOST_MILLISECONDS = 150
LINK = re.compile(r'href="(/[^"#]*)"')


def run() -> None:
    settings.ALLOWED_HOSTS = ["*"]
    heading("Pages of the demo: queries, server time, size")
    worst_queries, worst_time = 0, 0.0
    for who, client, path, name in visits():
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        asked = len(captured)  # the next request empties the log
        took = milliseconds(lambda: client.get(path), rounds=5)  # noqa: B023 - used at once
        worst_queries, worst_time = max(worst_queries, asked), max(worst_time, took)
        mark = "  <-- over" if asked > MOST_QUERIES or took > MOST_MILLISECONDS else ""
        print(
            f"{name:26} {who:18} {asked:3} queries {took:7.1f} ms"
            f" {len(response.content) / 1000:7.1f} kB{mark}"
        )
    print(f"worst: {worst_queries} queries, {worst_time:.1f} ms")


def visits() -> Iterator[tuple[str, Client, str, str]]:
    """One address of each name that each person's links lead to, and nobody's."""
    yield from explored("nobody", Client())
    for shown in demo_people():
        client = Client()
        client.force_login(people.Person.objects.get(email=shown.email))
        yield from explored(shown.name, client)


def explored(who: str, client: Client) -> Iterator[tuple[str, Client, str, str]]:
    waiting, seen = ["/", "/today"] if who != "nobody" else ["/"], set[str]()
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if not name or name in seen or name.startswith(("account_", "mfa_")):
            continue
        seen.add(name)
        response = client.get(path)
        if response.status_code != 200 or not is_page(response):
            continue
        yield who, client, path, name
        waiting += [unescape(found) for found in LINK.findall(response.content.decode())]


def name_of(path: str) -> str:
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return ""


def is_page(response: HttpResponse) -> bool:
    return not response.streaming and response.headers["Content-Type"].startswith("text/html")
