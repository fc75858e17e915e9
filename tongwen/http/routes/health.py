"""Whether the server answers."""

from fastapi import APIRouter
from starlette.responses import Response

from tongwen.http.answers import answer
from tongwen.http.identity import ServicesIn
from tongwen.http.shapes import Health, answers

router = APIRouter()


@router.get("/health", responses=answers(Health))
async def health(services: ServicesIn) -> Response:
    """Say that the server answers, and whether the first run is still to do."""
    done = await services.people.organisations.is_set_up()
    return answer({"status": "ok", "version": services.version, "setup": not done})
