"""Addresses of the Open Badges 3.0 API; its operations' stand where the standard puts them."""

from django.urls import URLPattern, path

from longleaf.api.ob import authorization, credentials, discovery, profile
from longleaf.api.ob.access import endpoint

app_name = "ob"
urlpatterns: list[URLPattern] = [
    path(
        "discovery",
        endpoint(GET=("getServiceDescription", discovery.get_service_description)),
        name="discovery",
    ),
    path(
        "credentials",
        endpoint(
            GET=("getCredentials", credentials.get_credentials),
            POST=("upsertCredential", credentials.upsert_credential),
        ),
        name="credentials",
    ),
    path(
        "profile",
        endpoint(GET=("getProfile", profile.get_profile), PUT=("putProfile", profile.put_profile)),
        name="profile",
    ),
    path("register", authorization.register, name="register"),
    path("token", authorization.token, name="token"),
    path("revoke", authorization.revoke, name="revoke"),
]
