"""Addresses of an educator's own badges."""

from django.urls import URLPattern, path

from longleaf.web.educator import badge_part, badges

urlpatterns: list[URLPattern] = [
    path("my-badges", badges.my_badges, name="my_badges"),
    path("my-badges/record", badges.record, name="my_learner_record"),
    path("my-badges/<uuid:award>", badges.my_badge, name="my_badge"),
    path("my-badges/<uuid:award>/publish", badges.publish, name="my_badge_publish"),
    path("my-badges/<uuid:award>/evidence", badges.choose_evidence, name="my_badge_evidence"),
    path("my-badges/<uuid:award>/part", badge_part.part, name="my_badge_part"),
]
