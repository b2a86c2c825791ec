"""Pages of a list, as the standard turns them: limit and offset, Link and X-Total-Count."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime

from longleaf.api.ob.access import BadParameterError

USUAL_LIMIT = 50
HIGHEST_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for.

    Attributes:
        since: As it was asked, so that the other pages' addresses say it again; "" for all.
    """

    limit: int
    offset: int
    since: str = ""

    @property
    def issued_after(self) -> datetime | None:
        return parse_datetime(self.since) if self.since else None


def page_asked_for(request: HttpRequest) -> Page:
    """The page that the address asks for; more at once than we give is cut to what we give.

    Raises:
        BadParameterError: If a parameter is not of the standard's form.
    """
    limit = _number(request, "limit", USUAL_LIMIT)
    if limit == 0:
        raise BadParameterError("limit is a whole number from 1 on.")
    since = request.GET.get("since", "")
    try:
        moment = parse_datetime(since) if since else None
    except ValueError:
        moment = None
    if since and (moment is None or moment.tzinfo is None):
        raise BadParameterError("since is a date, a time and a zone, such as 2026-02-03T20:55:00Z.")
    return Page(min(limit, HIGHEST_LIMIT), _number(request, "offset", 0), since)


def add_page_headers(response: HttpResponse, *, address: str, page: Page, total: int) -> None:
    """Say how many there are, and where the other pages stand."""
    offsets = {"first": 0, "last": max(0, (total - 1) // page.limit * page.limit)}
    if page.offset + page.limit < total:
        offsets["next"] = page.offset + page.limit
    if page.offset > 0:
        offsets["prev"] = max(0, page.offset - page.limit)
    since = {"since": page.since} if page.since else {}
    response["X-Total-Count"] = str(total)
    response["Link"] = ", ".join(
        f'<{address}?{urlencode({"limit": page.limit, "offset": offset, **since})}>; rel="{rel}"'
        for rel, offset in offsets.items()
    )


def _number(request: HttpRequest, name: str, usual: int) -> int:
    given = request.GET.get(name)
    if given is None:
        return usual
    if not re.fullmatch(r"[0-9]{1,9}", given):
        raise BadParameterError(f"{name} is a whole number of at most nine digits.")
    return int(given)
