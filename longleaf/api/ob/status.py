"""The body of every answer that is a refusal: Imsx_StatusInfo (Open Badges 3.0 §B.3)."""

from http import HTTPStatus
from typing import Literal

from django.http import JsonResponse

Minor = Literal[
    "forbidden",
    "internal_server_error",
    "invalid_data",
    "invalid_query_parameter",
    "not_acceptable",
    "not_allowed",
    "not_found",
    "not_modified",
    "unauthorizedrequest",
    "unknown",
]
# Where the code comes from, as far as a wallet needs to know.
SYSTEM = "Longleaf"


def status_info(status: HTTPStatus, minor: Minor, description: str) -> JsonResponse:
    """An answer of this status that says why, in the standard's form."""
    return JsonResponse(
        {
            "imsx_codeMajor": "unsupported" if status is HTTPStatus.NOT_IMPLEMENTED else "failure",
            "imsx_severity": "error",
            "imsx_description": description,
            "imsx_codeMinor": {
                "imsx_codeMinorField": [
                    {"imsx_codeMinorFieldName": SYSTEM, "imsx_codeMinorFieldValue": minor}
                ]
            },
        },
        status=status,
    )
