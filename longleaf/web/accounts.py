"""How allauth's sign-in fits this product: accounts begin with an invitation, never by sign-up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


def display_name(user: Any) -> str:
    return str(user.name)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes the door of self-made accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Names the account in an authenticator app by its e-mail."""

    def get_totp_label(self, user: Any) -> str:
        return str(user.email)
