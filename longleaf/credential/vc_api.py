"""The W3C VC API as pure functions: a request's JSON in, an HTTP status and JSON out.

Whoever serves them (the site, or `longleaf conformance`) brings the signer, the registry and the
lists. Nothing is raised for bad input: a request that is not understood is answered with 400, and
so is a credential that does not hold, never with 200 and never with 500.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from longleaf.basis.problem import ProblemsError
from longleaf.credential.disclosure import derive
from longleaf.credential.document import JsonObject, limited, looks_like_jws
from longleaf.credential.refusal import RefusedError, TooComplexError
from longleaf.credential.report import CHECKS, CheckResult, Outcome, Overall, Report

OK, CREATED, BAD_REQUEST = 200, 201, 400
_VC = "https://www.w3.org/TR/vc-data-model#"
_STATUS = "https://www.w3.org/ns/credentials/status-list#"
# RFC 9457 problem types, as VC 2.0 (7.1), Data Integrity and Status List name them.
_TYPES: Mapping[str, str] = {
    "readable": f"{_VC}PARSING_ERROR",
    "contexts": f"{_VC}MALFORMED_VALUE_ERROR",
    "schema": f"{_VC}MALFORMED_VALUE_ERROR",
    "proof": "https://w3id.org/security#PROOF_VERIFICATION_ERROR",
    "issuer": f"{_VC}CRYPTOGRAPHIC_SECURITY_ERROR",
    "holder": f"{_VC}CRYPTOGRAPHIC_SECURITY_ERROR",
    "dates": f"{_VC}RANGE_ERROR",
    "status": f"{_STATUS}STATUS_VERIFICATION_ERROR",
}
_OTHER = f"{_VC}MALFORMED_VALUE_ERROR"

_ALWAYS = frozenset({"readable", "contexts", "schema", "proof", "holder"})
# What the words of `options.checks` stand for; any other word stands for everything.
_MEANT: Mapping[str, frozenset[str]] = {
    "proof": frozenset(),
    "credentialStatus": frozenset({"status"}),
    "status": frozenset({"status"}),
}

Secured = JsonObject | str
"""A credential with its proofs, an enveloped one, or a JSON Web Token."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer.

    Attributes:
        status: The HTTP status.
        body: The JSON body.
    """

    status: int
    body: JsonObject


def issue_answer(
    request: object, *, issue: Callable[[JsonObject, JsonObject], JsonObject]
) -> Answer:
    """Answer `POST /credentials/issue`: 201 with the secured credential (VC API, Issue Credential).

    Args:
        request: The parsed body, with `credential` and perhaps `options`.
        issue: Secures a credential under the options, or raises RefusedError or ProblemsError.
    """

    def answer() -> Answer:
        body = limited(request)
        credential = _object(body, "credential")
        return Answer(CREATED, {"verifiableCredential": issue(credential, _options(body))})

    return _refused_as_400(answer)


def verify_answer(request: object, *, check: Callable[[Secured], Report]) -> Answer:
    """Answer `POST /credentials/verify`: 200 if the credential holds, else 400 with the report.

    Whatever could not be checked has not been verified, unless `options.checks` names the checks
    that are asked for and it is not among them ("proof", "credentialStatus"); then, as that nobody
    here knows the issuer, it is a warning. What failed failed, whether or not it was asked for.

    Args:
        request: The parsed body, with `verifiableCredential`.
        check: Verifies a credential of any form.
    """

    def answer() -> Answer:
        body = limited(request)
        asked = _asked_for(_options(body))
        return _verified(check(_secured(body, "verifiableCredential")), asked)

    return _refused_as_400(answer)


def verify_presentation_answer(
    request: object, *, check: Callable[[Secured, str | None, str | None], Report]
) -> Answer:
    """Answer `POST /presentations/verify`, as `verify_answer` does.

    Args:
        request: The parsed body, with `verifiablePresentation`, and `challenge` and `domain` among
            its `options`.
        check: Verifies a presentation for a challenge and a domain.
    """

    def answer() -> Answer:
        body = limited(request)
        options = _options(body)
        presentation = _secured(body, "verifiablePresentation")
        challenge, domain = _text(options, "challenge"), _text(options, "domain")
        return _verified(check(presentation, challenge, domain), _asked_for(options))

    return _refused_as_400(answer)


def derive_answer(request: object) -> Answer:
    """Answer `POST /credentials/derive`: 201 with what the holder chose to show.

    Args:
        request: The parsed body: `verifiableCredential` with a base proof, and
            `options.selectivePointers`.
    """

    def answer() -> Answer:
        body = limited(request)
        pointers = _options(body).get("selectivePointers", [])
        if not isinstance(pointers, list) or not all(isinstance(one, str) for one in pointers):
            raise _malformed("options.selectivePointers must be a list of JSON Pointers.")
        shown = derive(_object(body, "verifiableCredential"), pointers=pointers)
        return Answer(CREATED, {"verifiableCredential": shown})

    return _refused_as_400(answer)


def status_answer(request: object, *, change: Callable[[str, str, bool], None]) -> Answer:
    """Answer `POST /credentials/status`: 200 when the credential's entry is set or cleared.

    Args:
        request: The parsed body: `credentialId`, `credentialStatus` with its `type` and
            `statusPurpose`, and `status` (true to set, which is meant if it is left out).
        change: Takes the credential's id, the purpose and whether to set; raises RefusedError.
    """

    def answer() -> Answer:
        body = limited(request)
        credential, entry = body.get("credentialId"), _object(body, "credentialStatus")
        purpose, to = entry.get("statusPurpose"), body.get("status", True)
        if not isinstance(credential, str):
            raise _malformed("credentialId must be the id of a credential.")
        if entry.get("type") != "BitstringStatusListEntry" or not isinstance(purpose, str):
            raise _malformed(
                "credentialStatus must be a BitstringStatusListEntry with its statusPurpose."
            )
        if not isinstance(to, bool):
            raise _malformed("status must be true or false.")
        change(credential, purpose, to)
        return Answer(OK, {})

    return _refused_as_400(answer)


def bad_request(sentence: str) -> Answer:
    """The answer to a request that is not JSON, or too large."""
    return _problems([(_TYPES["readable"], "Parsing error", sentence)])


def _refused_as_400(answer: Callable[[], Answer]) -> Answer:
    try:
        return answer()
    except ProblemsError as error:
        return _problems((_OTHER, "Malformed value", str(problem)) for problem in error.problems)
    except TooComplexError as error:
        return bad_request(error.sentence)
    except RefusedError as error:
        return _problems([(_OTHER, "Malformed value", _sentence(error.sentence, error.fix))])


def _problems(found: Iterable[tuple[str, str, str]]) -> Answer:
    details: list[object] = [
        {"type": kind, "title": title, "status": BAD_REQUEST, "detail": detail}
        for kind, title, detail in found
    ]
    errors = [str(_member(detail, "detail")) for detail in details]
    return Answer(BAD_REQUEST, {"verified": False, "problemDetails": details, "errors": errors})


def _verified(report: Report, asked: frozenset[str] | None) -> Answer:
    results = list(_all_results(report))
    open_results = [one for one in results if one.outcome is not Outcome.PASSED]
    is_verified = report.overall is Overall.GOOD or (
        asked is not None
        and report.overall is Overall.COULD_NOT_CHECK
        and asked.isdisjoint(one.name for one in open_results)
    )
    # What did not pass and yet leaves the whole good is a warning, such as an unknown issuer.
    errors = [] if is_verified else [_sentence(one.sentence, one.fix) for one in open_results]
    details: list[object] = [
        {
            "type": _TYPES.get(one.name, _OTHER),
            "title": one.reason.replace("_", " ").capitalize(),
            "detail": _sentence(one.sentence, one.fix),
        }
        for one in open_results
    ]
    body: JsonObject = {
        "verified": is_verified,
        "checks": [one.name for one in results if one.outcome is Outcome.PASSED],
        "warnings": [_sentence(one.sentence, one.fix) for one in open_results]
        if is_verified
        else [],
        "errors": list(errors),
        "problemDetails": details,
        "report": report.as_json(),
    }
    return Answer(OK if is_verified else BAD_REQUEST, body)


def _all_results(report: Report) -> Iterable[CheckResult]:
    yield from report
    for inner in report.within:
        yield from _all_results(inner.report)


def _object(body: JsonObject, name: str) -> JsonObject:
    found = body.get(name)
    if not isinstance(found, dict):
        raise _malformed(f'The request needs "{name}", an object.')
    return found


def _secured(body: JsonObject, name: str) -> Secured:
    found = body.get(name)
    if isinstance(found, dict) or (isinstance(found, str) and looks_like_jws(found)):
        return found
    raise _malformed(f'The request needs "{name}": an object, or a JSON Web Token as text.')


def _options(body: JsonObject) -> JsonObject:
    options = body.get("options")
    if options is None:
        return {}
    if not isinstance(options, dict):
        raise _malformed('"options" must be an object.')
    return options


def _asked_for(options: JsonObject) -> frozenset[str] | None:
    """The names of our checks that the request asks for; None for all."""
    names = options.get("checks")
    if names is None:
        return None
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        raise _malformed("options.checks must be a list of words.")
    return _ALWAYS.union(*(_MEANT.get(str(name), frozenset(CHECKS)) for name in names))


def _text(options: JsonObject, name: str) -> str | None:
    found = options.get(name)
    if found is not None and not isinstance(found, str):
        raise _malformed(f"options.{name} must be text.")
    return found


def _malformed(sentence: str) -> RefusedError:
    return RefusedError("malformed_request", sentence)


def _member(value: object, name: str) -> object:
    return value[name] if isinstance(value, dict) else None


def _sentence(sentence: str, fix: str) -> str:
    return f"{sentence} {fix}".strip()
