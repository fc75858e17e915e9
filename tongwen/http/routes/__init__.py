"""The calls of the API: a file for each resource, a line for each file."""

from tongwen.http.routes import (
    audit,
    content,
    files,
    grants,
    health,
    links,
    lists,
    me,
    media,
    nodes,
    sessions,
    setup,
    tokens,
    uploads,
    users,
    versions,
)

ROUTERS = (
    health.router,
    setup.router,
    sessions.router,
    me.router,
    tokens.router,
    users.router,
    nodes.router,
    files.router,
    content.router,
    grants.router,
    links.router,
    versions.router,
    lists.router,
    uploads.router,
    media.router,
    audit.router,
)
