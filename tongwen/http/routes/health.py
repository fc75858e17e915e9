"""Whether the server lives, and whether people should be sent to it."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tongwen.http.answers import answer
from tongwen.http.identity import ServicesIn
from tongwen.http.problems import problem
from tongwen.http.readiness import Readiness
from tongwen.http.services import Services
from tongwen.http.shapes import Health, answers
from tongwen.http.shapes import Readiness as ReadinessShape
from tongwen.store import StoreUnavailable

router = APIRouter()

_PATIENCE = 1.0  # seconds that the database may take to say whether the first run is done


@router.get("/health", responses=answers(Health))
async def health(services: ServicesIn) -> Response:
    """Say that the server lives, and whether the first run is still to do (null: not known now)."""
    return answer(
        {"status": "ok", "version": services.version, "setup": await _setup_is_due(services)}
    )


@router.get("/health/ready", responses=answers(ReadinessShape))
async def ready(request: Request) -> Response:
    """Say that people may be sent to this node; else 503 `not-ready`: what fails, since when."""
    readiness: Readiness = request.app.state.readiness
    failing = await readiness.failing()
    if not failing:
        return answer({"status": "ready", "checks": readiness.names()})
    listed = [{"check": name, "since": since} for name, since in failing.items()]
    values: dict[str, object] = {"failing": listed, "names": ", ".join(failing)}
    return problem(request, "not-ready", 503, values, {"Retry-After": "1"})


async def _setup_is_due(services: Services) -> bool | None:
    try:
        async with asyncio.timeout(_PATIENCE):
            return not await services.people.organisations.is_set_up()
    except (TimeoutError, StoreUnavailable):
        return None
