"""Address of random audits, for whoever was drawn."""

from django.urls import URLPattern, path

from longleaf.web.educator import audits

urlpatterns: list[URLPattern] = [path("standing/audits", audits.my_audits, name="my_audits")]
