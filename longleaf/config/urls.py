"""Addresses: each audience lists its own."""

from django.urls import include, path

from longleaf.api.v1.urls import api
from longleaf.web.urls import urlpatterns as pages

urlpatterns = [
    path("api/v1/", api.urls),
    path("account/", include("allauth.urls")),
    *pages,
]
handler404 = "longleaf.web.errors.not_found"
handler500 = "longleaf.web.errors.fault"
