"""The inbox: what one was told."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from longleaf.actions.notice import open_notice
from longleaf.gateways.wiring import ports
from longleaf.records.queries.notice import inbox_of
from longleaf.web.access import ActingRequest

PAGE = 25


@require_GET
def inbox(request: ActingRequest) -> HttpResponse:
    only_unread = request.GET.get("show") == "unread"
    listing = inbox_of(request.actor, only_unread=only_unread)
    page = Paginator(listing, PAGE).get_page(request.GET.get("page"))
    return render(request, "account/inbox.html", {"page_obj": page, "only_unread": only_unread})


@require_GET
def notice(request: ActingRequest, notice: UUID) -> HttpResponse:
    """Marks a notice as read and goes where it leads."""
    path = open_notice(by=request.actor, notice=notice, now=ports().clock.now())
    inside = url_has_allowed_host_and_scheme(path, allowed_hosts=None) and path.startswith("/")
    return redirect(path if inside else "inbox")
