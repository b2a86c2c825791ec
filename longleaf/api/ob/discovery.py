"""getServiceDescription: what this site offers to wallets, as a profile of the standard's OpenAPI.

Open Badges 3.0, "Request the Service Description Document"; OpenAPI 3.0.
"""

import json
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import etag

from longleaf.api.ob.access import OB_ACCESS, WalletRequest
from longleaf.api.ob.credentials import JSON_TYPES, JWS_TYPE
from longleaf.api.ob.paging import HIGHEST_LIMIT, USUAL_LIMIT
from longleaf.domain.badge.wallet import SCOPE_WORDS, WalletScope

SCHEMAS = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_"
KEPT_SECONDS = 3600
Json = dict[str, Any]


def get_service_description(request: WalletRequest) -> HttpResponse:
    body = json.dumps(service_description(), indent=2)
    digest = sha256(body.encode()).hexdigest()[:32]

    @etag(lambda _: f'"{digest}"')
    def describe(_: WalletRequest) -> HttpResponse:
        return HttpResponse(body, content_type="application/json")

    response = describe(request)
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def service_description() -> Json:
    """The whole document; addresses are this site's."""
    about = settings.BASE_URL + reverse("about_wallets")
    privacy = settings.BASE_URL + reverse("privacy")
    return {
        "openapi": "3.0.1",
        "info": {
            "title": "Longleaf",
            "description": "Badges of educators, for wallets and backpacks they connect.",
            "version": "3.0",
            "termsOfService": about,
            "x-imssf-privacyPolicyUrl": privacy,
            "x-imssf-image": settings.BASE_URL + static("longleaf/icon.svg"),
        },
        "servers": [{"url": settings.BASE_URL + "/ims/ob/v3p0"}],
        "tags": [
            {"name": "OpenBadgeCredentials", "description": "An educator's badges and profile."},
            {"name": "Discovery", "description": "This document."},
        ],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"OAuth2ACG": _security(about=about, privacy=privacy)},
        },
    }


def _security(*, about: str, privacy: str) -> Json:
    site = settings.BASE_URL
    token = site + reverse("ob:token")
    return {
        "type": "oauth2",
        "description": "OAuth 2.0 Authorization Code Grant with PKCE (S256)",
        "x-imssf-name": "Longleaf",
        "x-imssf-privacyPolicyUrl": privacy,
        "x-imssf-termsOfServiceUrl": about,
        "x-imssf-registrationUrl": site + reverse("ob:register"),
        "x-imssf-revocationUrl": site + reverse("ob:revoke"),
        "flows": {
            "authorizationCode": {
                "authorizationUrl": site + reverse("wallet_authorize"),
                "tokenUrl": token,
                "refreshUrl": token,
                "scopes": {str(scope): SCOPE_WORDS[scope] for scope in WalletScope},
            }
        },
    }


def _paths() -> Json:
    credential = {
        **{kind: _schema("AchievementCredential") for kind in JSON_TYPES},
        JWS_TYPE: _schema("CompactJws"),
    }
    profile = {"application/json": _schema("Profile")}
    return {
        "/credentials": {
            "get": _operation(
                "getCredentials",
                "The educator's badges, newest first.",
                {
                    "200": {
                        "description": "One page of them.",
                        "headers": {
                            "X-Total-Count": {"schema": {"type": "integer"}},
                            "Link": {"schema": {"type": "string"}},
                        },
                        "content": {"application/json": _schema("GetOpenBadgeCredentialsResponse")},
                    }
                },
                parameters=_paging(),
            ),
            "post": _operation(
                "upsertCredential",
                "Add a badge to the educator's backpack, or replace the one with its identifier.",
                {
                    "200": {"description": "Replaced.", "content": credential},
                    "201": {"description": "Added.", "content": credential},
                    "304": {"description": "It stands there already."},
                },
                body=credential,
            ),
        },
        "/profile": {
            "get": _operation(
                "getProfile",
                "The educator's name and address.",
                {"200": {"description": "The profile.", "content": profile}},
            ),
            "put": _operation(
                "putProfile",
                "Change the educator's name; nothing else can be changed here.",
                {"200": {"description": "The profile.", "content": profile}},
                body=profile,
            ),
        },
        "/discovery": {
            "get": _operation(
                "getServiceDescription",
                "This document.",
                {
                    "200": {
                        "description": "This document.",
                        "content": {"application/json": {"schema": {"type": "object"}}},
                    }
                },
            )
        },
    }


def _operation(
    name: str, summary: str, answers: Json, *, parameters: object = None, body: object = None
) -> Json:
    scope = OB_ACCESS[name]
    made: Json = {
        "operationId": name,
        "tags": ["OpenBadgeCredentials" if scope else "Discovery"],
        "summary": summary,
        "responses": {
            **answers,
            "default": {
                "description": "Why not.",
                "content": {"application/json": _schema("Imsx_StatusInfo")},
            },
        },
    }
    if scope:
        made["security"] = [{"OAuth2ACG": [str(scope)]}]
    if parameters:
        made["parameters"] = parameters
    if body:
        made["requestBody"] = {"required": True, "content": body}
    return made


def _paging() -> list[Json]:
    return [
        {
            "name": "limit",
            "in": "query",
            "description": f"At most so many; {USUAL_LIMIT} if it is left out.",
            "schema": {"type": "integer", "minimum": 1, "maximum": HIGHEST_LIMIT},
        },
        {
            "name": "offset",
            "in": "query",
            "description": "How many to leave out first.",
            "schema": {"type": "integer", "minimum": 0},
        },
        {
            "name": "since",
            "in": "query",
            "description": "Only badges issued after this moment.",
            "schema": {"type": "string", "format": "date-time"},
        },
    ]


def _schema(name: str) -> Json:
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def _schemas() -> Json:
    text = {"type": "string"}
    minor = {"imsx_codeMinorFieldName": text, "imsx_codeMinorFieldValue": text}
    return {
        "AchievementCredential": {"$ref": f"{SCHEMAS}achievementcredential_schema.json"},
        "Profile": {"$ref": f"{SCHEMAS}profile_schema.json"},
        "CompactJws": {"type": "string", "pattern": r"^[-A-Za-z0-9_]+(\.[-A-Za-z0-9_]+){2}$"},
        "GetOpenBadgeCredentialsResponse": {
            "type": "object",
            "properties": {
                "credential": {
                    "type": "array",
                    "items": {"$ref": "#/components/schemas/AchievementCredential"},
                },
                "compactJwsString": {
                    "type": "array",
                    "items": {"$ref": "#/components/schemas/CompactJws"},
                },
            },
        },
        "Imsx_StatusInfo": {
            "type": "object",
            "required": ["imsx_codeMajor", "imsx_severity"],
            "properties": {
                "imsx_codeMajor": {"enum": ["failure", "processing", "success", "unsupported"]},
                "imsx_severity": {"enum": ["error", "status", "warning"]},
                "imsx_description": text,
                "imsx_codeMinor": {
                    "type": "object",
                    "properties": {
                        "imsx_codeMinorField": {
                            "type": "array",
                            "items": {"type": "object", "properties": minor},
                        }
                    },
                },
            },
        },
    }
