"""What allauth's OAuth 2 server is told of wallets: who may register, what scopes mean."""

from typing import Any, ClassVar

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.core.exceptions import ValidationError

from longleaf.actions.wallet import note_registration
from longleaf.basis.problem import ProblemsError
from longleaf.domain.badge.wallet import SCOPE_WORDS, read_registration
from longleaf.gateways.wiring import ports


class WalletAdapter(DefaultOIDCAdapter):  # type: ignore[misc]  # allauth ships no types
    """Lets only wallets of the Open Badges API in, and keeps no more of them than is needed."""

    scope_display: ClassVar[dict[str, str]] = SCOPE_WORDS

    def validate_client_registration(
        self,
        *,
        client: Any,
        client_metadata: dict[str, Any],
        **kwargs: Any,  # noqa: ARG002 - allauth's signature
    ) -> None:
        """Refuse what the standard refuses; of the scopes, keep those that exist.

        allauth would let a wallet register for any scope and any address to return to.
        """
        try:
            read = read_registration(client_metadata)
        except ProblemsError as error:
            raise ValidationError(" ".join(map(str, error.problems))) from error
        client.name = read.name
        client.set_scopes(list(read.scopes))
        client.set_redirect_uris(list(read.redirect_uris))
        client.data = {"dcr": True, "client_metadata": dict(read.told)}
        note_registration(client=client.pk, now=ports().clock.now())
