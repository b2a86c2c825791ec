"""The front door, and pages that only say something."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html")


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html")


@require_GET
def about_api(request: HttpRequest) -> HttpResponse:
    return render(request, "public/about_api.html")


@require_GET
def about_wallets(request: HttpRequest) -> HttpResponse:
    return render(request, "public/about_wallets.html")
