"""Addresses: each audience lists its own."""

from django.urls import include, path

from longleaf.api.ob import urls as open_badges
from longleaf.api.v1.urls import api
from longleaf.web.urls import urlpatterns as pages

urlpatterns = [
    path("api/v1/", api.urls),
    path("ims/ob/v3p0/", include((open_badges.urlpatterns, open_badges.app_name))),
    path("account/", include("allauth.urls")),
    *pages,
]
handler404 = "longleaf.web.errors.not_found"
handler500 = "longleaf.web.errors.fault"
