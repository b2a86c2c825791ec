"""How allauth's sign-in fits this product: accounts begin with an invitation, never by sign-up."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from longleaf.gateways.wiring import ports


def display_name(user: Any) -> str:
    return str(user.name)


_SEALED = "sealed:"
_CONTEXT = "second factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes the door of self-made accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Names the account in an authenticator app by its e-mail; keeps secrets encrypted."""

    def get_totp_label(self, user: Any) -> str:
        return str(user.email)

    def encrypt(self, text: str) -> str:
        sealed = ports().vault.seal(text.encode(), context=_CONTEXT)
        return _SEALED + base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; one without our mark was never encrypted (an invented person's)."""
        if not encrypted_text.startswith(_SEALED):
            return encrypted_text
        sealed = base64.b64decode(encrypted_text.removeprefix(_SEALED))
        return ports().vault.open(sealed, context=_CONTEXT).decode()
