"""The front desk: one ASGI application over the opened rooms."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from tongwen.core.errors import NotFound
from tongwen.http.door import Door
from tongwen.http.metrics import Metrics
from tongwen.http.pages import Pages
from tongwen.http.problems import add_handlers
from tongwen.http.readiness import Readiness
from tongwen.http.requests import Requests
from tongwen.http.routes import ROUTERS
from tongwen.http.routes.metrics import router as metrics_router
from tongwen.http.services import Services
from tongwen.http.shapes import Problem
from tongwen.http.upkeep import keep_up

BASE = "/api/v1"


def create_app(services: Services) -> FastAPI:
    """Return the application. It opens and closes nothing: the rooms are the caller's.

    While it runs (ASGI lifespan) it does the upkeep of `http.upkeep`. Its `state` holds what the
    process counts and says of itself: `requests`, `readiness`, `metrics`.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        upkeep = asyncio.create_task(keep_up(services))
        yield
        upkeep.cancel()
        with suppress(asyncio.CancelledError):
            await upkeep

    app = FastAPI(
        lifespan=lifespan,
        title="Tongwen",
        version=services.version,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        generate_unique_id_function=_operation_id,
    )
    requests, readiness = Requests(), Readiness(services)
    app.state.services = services
    app.state.requests = requests
    app.state.readiness = readiness
    app.state.metrics = Metrics(services, requests, lambda: readiness.draining)
    app.add_middleware(Door, settings=services.settings, requests=requests)
    add_handlers(app)
    for router in ROUTERS:
        app.include_router(router, prefix=BASE)
    app.include_router(metrics_router)
    _add_openapi(app)
    _add_pages(app, services)
    return app


def _add_openapi(app: FastAPI) -> None:
    document = b""

    @app.get(BASE + "/openapi.json", include_in_schema=False)
    async def openapi() -> Response:
        """Return the API's machine-readable form."""
        nonlocal document
        document = document or orjson.dumps(describe(app))
        return Response(document, media_type="application/json")


def _add_pages(app: FastAPI, services: Services) -> None:
    pages = Pages(services.web)

    @app.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def page(path: str, request: Request) -> Response:
        """Return the page, or a file of it."""
        if path == "api" or path.startswith("api/"):
            raise NotFound("not-found")
        return pages.answer(request, path)


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of the application."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary="A cloud office that an organisation runs itself",
        routes=app.routes,
    )
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = Problem.model_json_schema()
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)  # ours are problems with status 400
    document["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "tongwen_session"},
    }
    document["security"] = [{"token": []}, {"session": []}]
    return document


def _operation_id(route: APIRoute) -> str:
    return route.name
