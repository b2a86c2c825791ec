"""Addresses of the Open Badges 3.0 API; its operations' stand where the standard puts them."""

from django.urls import URLPattern, path

from longleaf.api.ob import authorization, credentials, discovery, profile
from longleaf.api.ob.access import Operation, endpoint
from longleaf.api.ob.browsers import View, for_browsers

app_name = "ob"


def _open(**operations: tuple[str, Operation]) -> View:
    return for_browsers(endpoint(**operations), *operations)


urlpatterns: list[URLPattern] = [
    path(
        "discovery",
        _open(GET=("getServiceDescription", discovery.get_service_description)),
        name="discovery",
    ),
    path(
        "credentials",
        _open(
            GET=("getCredentials", credentials.get_credentials),
            POST=("upsertCredential", credentials.upsert_credential),
        ),
        name="credentials",
    ),
    path(
        "profile",
        _open(GET=("getProfile", profile.get_profile), PUT=("putProfile", profile.put_profile)),
        name="profile",
    ),
    path("register", for_browsers(authorization.register, "POST"), name="register"),
    path("token", for_browsers(authorization.token, "POST"), name="token"),
    path("revoke", for_browsers(authorization.revoke, "POST"), name="revoke"),
]
