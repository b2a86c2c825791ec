"""Pages and answers for what goes wrong."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from longleaf.web.access import is_api


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    if is_api(request):
        return JsonResponse(
            {"message": "There is no such record, or it is not yours to see."}, status=404
        )
    return render(request, "not_found.html", status=404)


def fault(request: HttpRequest) -> HttpResponse:
    if is_api(request):
        return JsonResponse(
            {"message": "Something went wrong on our side; try again later."}, status=500
        )
    # Rendered without the request, so that a fault of the database cannot strike twice.
    return HttpResponse(render_to_string("fault.html"), status=500)
