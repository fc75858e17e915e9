"""Errors as answers: RFC 9457 problem details, in the reader's language. One table, here."""

import logging

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tongwen.blobs import BlobMissing, BlobUnavailable
from tongwen.core import errors
from tongwen.core.ids import new_id
from tongwen.http.languages import language_of, say
from tongwen.http.requests import about, id_of
from tongwen.store import StoreUnavailable

logger = logging.getLogger("tongwen.http")

STATUS: dict[type[errors.TongwenError], int] = {
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.Unauthenticated: 401,
    errors.Invalid: 400,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.TooMany: 429,
    errors.Unsupported: 415,
    errors.Unavailable: 503,
}
STATUS_BY_CODE = {
    "wrong-password": 403,  # the caller is signed in; 401 would send the page to its sign-in form
    "range-not-satisfiable": 416,
    "storage-full": 507,  # RFC 4918 §11.5
    "tus-version": 412,  # tus 1.0, "Tus-Resumable"
    "upload-locked": 423,
    "checksum-mismatch": 460,  # tus 1.0, "Checksum"
}
STATUS_BY_HTTP = {404: "not-found", 405: "method-not-allowed", 400: "body-unreadable"}
MEDIA_TYPE = "application/problem+json"
URN = "urn:tongwen:problem:"

_MOST_FIELDS = 20


def problem(
    request: Request,
    code: str,
    status: int,
    values: dict[str, object] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return the answer for a code, in the reader's language, its values as members.

    Its `instance` (RFC 9457 §3.1.5) names the request, as our logs do.
    """
    values = values or {}
    language = language_of(request)
    body: dict[str, object] = {
        **values,
        "type": URN + code,
        "title": say(language, code, "title", values) or code,
        "status": status,
        "code": code,
    }
    detail = say(language, code, "detail", values)
    if detail:
        body["detail"] = detail
    if number := id_of(request):
        body["instance"] = "urn:tongwen:request:" + number
    headers = {"Cache-Control": "no-store", "Content-Language": language, **(headers or {})}
    return Response(orjson.dumps(body, default=str), status, headers=headers, media_type=MEDIA_TYPE)


def problem_of(error: errors.TongwenError, request: Request) -> Response:
    """Return the answer for an error of ours."""
    status = STATUS_BY_CODE.get(error.code) or status_of(error)
    headers = {}
    if isinstance(error, errors.TooMany):
        headers["Retry-After"] = str(error.values.get("seconds", 1))
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if error.code == "range-not-satisfiable":
        headers["Content-Range"] = f"bytes */{error.values['size']}"
    return problem(request, error.code, status, error.values, headers)


def status_of(error: errors.TongwenError) -> int:
    """Return the status of an error's class, or of the nearest class above it that has one."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def incident(request: Request, error: Exception) -> Response:
    """Log an error that nobody foresaw and return an answer that names the log entry, no more."""
    number = new_id()
    extra = {**about(request), "incident": number}
    logger.error("incident %s", number, exc_info=error, extra=extra)
    return problem(request, "internal", 500, {"incident": number})


def add_handlers(app: FastAPI) -> None:
    """Let every error that a route raises become a problem."""
    for kind in STATUS:
        app.add_exception_handler(kind, _ours)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(StoreUnavailable, _unavailable)
    app.add_exception_handler(BlobUnavailable, _unavailable)
    app.add_exception_handler(BlobMissing, _blob_missing)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.TongwenError)
    return problem_of(error, request)


def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fields = [
        {"field": ".".join(str(part) for part in entry["loc"][1:]), "problem": entry["type"]}
        for entry in error.errors()[:_MOST_FIELDS]
    ]
    names = ", ".join(sorted({field["field"] for field in fields if field["field"]}))
    return problem(request, "input-invalid", 400, {"fields": fields, "names": names or "body"})


def _framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, errors.TongwenError):
        return problem_of(error.__cause__, request)
    code = STATUS_BY_HTTP.get(error.status_code, "body-unreadable")
    return problem(request, code, error.status_code, headers=dict(error.headers or {}))


def _unavailable(request: Request, error: Exception) -> Response:
    logger.error("storage does not answer: %s", error, extra=about(request))
    return problem(request, "storage-unavailable", 503, headers={"Retry-After": "5"})


def _blob_missing(request: Request, error: Exception) -> Response:
    logger.error("the blob %s is missing", error, extra=about(request))
    return problem(request, "content-missing", 500)
