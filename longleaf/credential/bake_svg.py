"""A credential in an SVG picture: one `openbadges:credential` element, right below the root.

Open Badges 2.0 has an `openbadges:assertion` element in a namespace of its own, with the badge's
address or its signed form in the attribute `verify`.
"""

import re
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import quoteattr

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from longleaf.credential.document import MAX_BYTES
from longleaf.credential.refusal import RefusedError, TooComplexError

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
NAMESPACE_OF_2_0 = "http://openbadges.org"
_ELEMENT = f"{{{NAMESPACE}}}credential"
_ELEMENT_OF_2_0 = f"{{{NAMESPACE_OF_2_0}}}assertion"
_ROOT = "{http://www.w3.org/2000/svg}svg"
_MAX_TAGS = 100_000
_BEGINNING = re.compile(
    r"\A(?:\ufeff|\s|<\?[^?]*\?>|<!--.*?-->)*"
    r"<(?:[A-Za-z_][\w.-]*:)?svg"
    r"(?:\s+[^\s=>/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*(?P<end>/?>)",
    re.DOTALL,
)


def looks_like_svg(file: bytes) -> bool:
    """Whether the beginning of a file is XML that soon says `svg`."""
    start = file[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") and b"svg" in start


def bake_into_svg(picture: bytes, credential: str) -> bytes:
    """The same picture with the credential in it.

    Args:
        picture: An SVG file in UTF-8, without a DOCTYPE.
        credential: The credential as JSON text.

    Raises:
        RefusedError: If the picture is not such a file, or already holds a credential.
    """
    return _baked(picture, credential, "credential", NAMESPACE)


def bake_assertion_into_svg(picture: bytes, assertion: str, *, address: str) -> bytes:
    """The same picture with a hosted badge of Open Badges 2.0 in it.

    Args:
        picture: An SVG file in UTF-8, without a DOCTYPE.
        assertion: The assertion as JSON text.
        address: Where it is published.

    Raises:
        RefusedError: If the picture is not such a file, or already holds a badge.
    """
    return _baked(picture, assertion, "assertion", NAMESPACE_OF_2_0, verify=address)


def _baked(
    picture: bytes, credential: str, name: str, namespace: str, *, verify: str = ""
) -> bytes:
    root = _parse(picture)
    if list(root.iter(_ELEMENT)) or list(root.iter(_ELEMENT_OF_2_0)):
        raise RefusedError("baked_twice", "The picture already holds a badge.")
    text = picture.decode()
    beginning = _BEGINNING.match(text)
    if beginning is None or beginning["end"] != ">":
        raise RefusedError("broken_picture", "The SVG picture does not begin as one should.")
    content = credential.replace("]]>", "]]]]><![CDATA[>")
    attribute = f" verify={quoteattr(verify)}" if verify else ""
    element = (
        f'<openbadges:{name} xmlns:openbadges="{namespace}"{attribute}>'
        f"<![CDATA[{content}]]></openbadges:{name}>"
    )
    baked = (text[: beginning.end()] + element + text[beginning.end() :]).encode()
    if unbake_svg(baked) != credential.strip():
        message = "The credential holds characters that XML cannot carry unchanged."
        raise RefusedError("cannot_be_baked", message)
    return baked


def unbake_svg(picture: bytes) -> str:
    """The credential in a baked SVG picture.

    Raises:
        RefusedError: If the file is damaged or hostile, or holds no credential, or more than one.
        TooComplexError: If it is built to exhaust memory.
    """
    root = _parse(picture)
    found = list(root.iter(_ELEMENT)) or list(root.iter(_ELEMENT_OF_2_0))
    if not found:
        raise RefusedError(
            "nothing_baked_in",
            "The picture holds no badge.",
            "Use the picture as it was downloaded from the badge's page.",
        )
    if len(found) > 1 or len(found[0]):
        raise RefusedError("baked_twice", "The picture holds more than one badge; which is meant?")
    text = (found[0].text or "").strip() or found[0].get("verify", "")
    if not text:
        raise RefusedError("nothing_baked_in", "The place for the badge in the picture is empty.")
    return text


def _parse(picture: bytes) -> Element:
    if picture.count(b"<") > _MAX_TAGS or len(picture) > 2 * MAX_BYTES:
        raise TooComplexError("too_complex", "The SVG picture is too large to be read safely.")
    try:
        root: Element = fromstring(picture, forbid_dtd=True)
    except DefusedXmlException as error:
        message = "The SVG picture declares things that could do harm (a DOCTYPE or entities)."
        raise RefusedError("hostile_picture", message) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise RefusedError("broken_picture", "The SVG picture is damaged or cut off.") from error
    if root.tag != _ROOT:
        raise RefusedError("not_a_badge_file", "The file is XML, but not an SVG picture.")
    return root
