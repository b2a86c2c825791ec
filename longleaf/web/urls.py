"""The addresses of pages, gathered from each audience."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Answers when the site is ready."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
]
