"""The addresses of pages, gathered from each audience."""

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from longleaf.web.account.urls_account import urlpatterns as account
from longleaf.web.author.urls_authoring import urlpatterns as authoring
from longleaf.web.coordinator.urls_audits import urlpatterns as coordinator_audits
from longleaf.web.coordinator.urls_people import urlpatterns as coordinator_people
from longleaf.web.coordinator.urls_plans import urlpatterns as planning
from longleaf.web.coordinator.urls_programs import urlpatterns as review_programs
from longleaf.web.coordinator.urls_reviews import urlpatterns as coordinator_reviews
from longleaf.web.department.urls_department import urlpatterns as department
from longleaf.web.department.urls_drafts import urlpatterns as drafts_and_audits
from longleaf.web.department.urls_issuers import urlpatterns as department_issuers
from longleaf.web.department.urls_plans import urlpatterns as plan_reviews
from longleaf.web.department.urls_recognition import urlpatterns as recognition
from longleaf.web.educator.urls_appeals import urlpatterns as appeals
from longleaf.web.educator.urls_audits import urlpatterns as my_audits
from longleaf.web.educator.urls_backpack import urlpatterns as backpack
from longleaf.web.educator.urls_badges import urlpatterns as own_badges
from longleaf.web.educator.urls_evidence import urlpatterns as evidence
from longleaf.web.educator.urls_plans import urlpatterns as my_plans
from longleaf.web.educator.urls_renewal import urlpatterns as renewal
from longleaf.web.language.urls_language import urlpatterns as language
from longleaf.web.oversight.urls_awards import urlpatterns as awards
from longleaf.web.public.urls_badges import urlpatterns as badges
from longleaf.web.public.urls_catalog import urlpatterns as catalog
from longleaf.web.public.urls_plans import urlpatterns as plans
from longleaf.web.public.urls_policies import urlpatterns as policies
from longleaf.web.public.urls_recognized import urlpatterns as recognized_issuers
from longleaf.web.public.urls_static import urlpatterns as static_pages
from longleaf.web.reviewer.urls_checks import urlpatterns as first_checks
from longleaf.web.reviewer.urls_reviews import urlpatterns as reviews
from longleaf.web.staffing.urls_staffing import urlpatterns as staffing


def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Answers when the site is ready: it runs, and the database does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return HttpResponse("no database\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns: list[URLPattern] = [
    path("healthz", healthz, name="healthz"),
    *account,
    *department,
    *department_issuers,
    *drafts_and_audits,
    *my_audits,
    *coordinator_audits,
    *recognized_issuers,
    *renewal,
    *coordinator_people,
    *static_pages,
    *staffing,
    *catalog,
    *language,
    *authoring,
    *badges,
    *policies,
    *own_badges,
    *backpack,
    *recognition,
    *evidence,
    *awards,
    *reviews,
    *coordinator_reviews,
    *review_programs,
    *first_checks,
    *appeals,
    *plans,
    *planning,
    *plan_reviews,
    *my_plans,
]
