"""Pages and answers for what goes wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from longleaf.web.access import is_for_programs, problem


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    if is_for_programs(request):
        return problem(404, "There is no such record, or it is not yours to see.")
    return render(request, "not_found.html", status=404)


def fault(request: HttpRequest) -> HttpResponse:
    if is_for_programs(request):
        return problem(500, "Something went wrong on our side. It was recorded; try again later.")
    # Rendered without the request, so that a fault of the database cannot strike twice.
    return HttpResponse(render_to_string("fault.html"), status=500)
