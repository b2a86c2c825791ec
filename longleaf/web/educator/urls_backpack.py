"""Addresses of an educator's badges from elsewhere."""

from django.urls import URLPattern, path

from longleaf.web.educator import backpack

_ONE = "my-badges/elsewhere/<uuid:badge>"

urlpatterns: list[URLPattern] = [
    path("my-badges/elsewhere/add", backpack.bring, name="backpack_bring"),
    path(_ONE, backpack.badge, name="backpack_badge"),
    path(f"{_ONE}/keep", backpack.keep, name="backpack_keep"),
    path(f"{_ONE}/check", backpack.check, name="backpack_check"),
    path(f"{_ONE}/remove", backpack.remove, name="backpack_remove"),
    path(f"{_ONE}/file", backpack.file, name="backpack_file"),
]
