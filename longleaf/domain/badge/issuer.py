"""Whom a badge names as its issuer: an organization by its key alone, or by its address."""

from enum import StrEnum

from longleaf.credential.did import web
from longleaf.credential.refusal import RefusedError


class IssuerMethod(StrEnum):
    """The kind of identifier under which an organization issues."""

    DID_KEY = "did:key"
    DID_WEB = "did:web"


class NoDidWebError(ValueError):
    """The site's address cannot be a did:web identifier; the text says why."""


def did_web_of(slug: str, *, base_url: str) -> str:
    """The did:web of an organization of a site, by the site's address and the organization's slug.

    >>> did_web_of("northfield", base_url="https://badges.example.org")
    'did:web:badges.example.org:issuers:northfield'

    Raises:
        NoDidWebError: If the address is not https with a name: a did:web is always looked up over
            https, so nobody could find out the keys of a site that is served in another way.
    """
    try:
        return web.did_web_of(f"{base_url}/issuers/{slug}")
    except RefusedError as error:
        message = (
            "A did:web identifier is looked up over https under a host’s name, and this site’s "
            f"address is {base_url}. did:key needs no address at all."
        )
        raise NoDidWebError(message) from error
