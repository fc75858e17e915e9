"""Files and folders."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from tongwen.core.actor import Actor
from tongwen.core.roles import Role
from tongwen.drive.access import access, require
from tongwen.drive.copy import copy_node, nodes_to_copy
from tongwen.drive.files import put_file
from tongwen.drive.kinds import born_name
from tongwen.drive.listing import children
from tongwen.drive.move import change_node
from tongwen.drive.names import clean_name
from tongwen.drive.trash import delete_forever, restore, trash
from tongwen.drive.tree import create_folder, refuse_taken, require_place
from tongwen.drive.views import read_view, view
from tongwen.http.answers import answer, nothing, page
from tongwen.http.bodies import CopyBody, NodeBody, NodeChangeBody
from tongwen.http.identity import ActorIn, ServicesIn
from tongwen.http.languages import language_of
from tongwen.http.paging import DEFAULT_LIMIT, Cursor, Limit
from tongwen.http.services import Services
from tongwen.http.shapes import Node, NodeWithPath, answers, listed

router = APIRouter(prefix="/nodes")


@router.get("/{node}", responses=answers(NodeWithPath))
async def get_node(node: str, actor: ActorIn, services: ServicesIn) -> Response:
    """Return a file or folder with the way to it."""
    return answer(await read_view(services.database, services.drive, actor, node))


@router.get("/{node}/children", responses=answers(listed(Node)))
async def list_children(
    node: str,
    actor: ActorIn,
    services: ServicesIn,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
    sort: Annotated[str, Query(description="name, modified, size or kind; - before it")] = "name",
) -> Response:
    """Return a page of what a folder holds."""
    items, following = await children(
        services.database, services.drive, actor, node, sort=sort, cursor=cursor, limit=limit
    )
    return page(items, following)


@router.post("", status_code=201, responses=answers(Node, 201))
async def create_node(
    body: NodeBody, request: Request, actor: ActorIn, services: ServicesIn
) -> Response:
    """Make a folder, or a new document as an Office file."""
    if body.kind == "folder":
        node = await create_folder(services.drive, actor, body.parent, body.name)
    else:
        node = await _create_document(services, actor, body, language_of(request))
    return answer(await _view(services, actor, node), 201)


@router.patch("/{node}", responses=answers(Node))
async def patch_node(
    node: str, body: NodeChangeBody, actor: ActorIn, services: ServicesIn
) -> Response:
    """Rename or move."""
    await change_node(services.drive, actor, node, name=body.name, parent=body.parent)
    return answer(await _view(services, actor, node))


@router.delete("/{node}", status_code=204, responses=answers(None, 204))
async def delete_node(
    node: str, actor: ActorIn, services: ServicesIn, forever: bool = False
) -> Response:
    """Put into the trash, or delete for ever what is there."""
    await (delete_forever if forever else trash)(services.drive, actor, node)
    return nothing()


@router.post("/{node}/restore", responses=answers(Node))
async def restore_node(node: str, actor: ActorIn, services: ServicesIn) -> Response:
    """Take back from the trash."""
    await restore(services.drive, actor, node)
    return answer(await _view(services, actor, node))


@router.post("/{node}/copy", status_code=201, responses=answers(Node, 201))
async def copy(
    node: str,
    request: Request,
    actor: ActorIn,
    services: ServicesIn,
    body: CopyBody | None = None,
) -> Response:
    """Copy a file, or a folder with all in it."""
    body = body or CopyBody()
    await require(services.database, actor, node, Role.VIEWER)
    live = await nodes_to_copy(services.drive, actor, node, kinds=services.drive.openable)
    await services.documents.settle(actor.tenant, live)
    made = await copy_node(
        services.drive,
        actor,
        node,
        parent=body.parent,
        name=body.name,
        language=language_of(request),
    )
    return answer(await _view(services, actor, made), 201)


async def _create_document(services: Services, actor: Actor, body: NodeBody, language: str) -> str:
    name = clean_name(born_name(clean_name(body.name), body.kind))
    await require_place(services.database, actor, body.parent)
    await refuse_taken(services.database, actor.tenant, body.parent, name)
    package = await services.documents.new_file(body.kind, language)
    writer = await services.blobs.writer(actor.tenant)
    try:
        await writer.write(package)
        blob = await writer.commit()
    finally:
        await writer.abort()
    stored = await put_file(
        services.drive, actor, body.parent, name, blob, len(package), "create", only_new=True
    )
    return stored.node


async def _view(services: Services, actor: Actor, node: str) -> dict[str, object]:
    found = await access(services.database, actor, node)
    return await view(services.database, services.drive, actor, found)
