"""Every call and every setting is in the guide, and the guide tells of nothing else."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI

from tongwen.core.settings import PREFIX, Settings
from tongwen.http.app import BASE, create_app, describe
from tongwen.http.services import Services

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"


def app() -> FastAPI:
    """Return the application; routes need no rooms until they are asked."""

    class NoRooms:
        settings = Settings()
        web = None
        version = "test"

    return create_app(cast(Services, NoRooms()))


def shape(path: str) -> str:
    """Return a path with every parameter alike."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def routed() -> set[tuple[str, str]]:
    """Return method and path of every call of the application."""
    paths: dict[str, dict[str, Any]] = describe(app())["paths"]
    return {
        (method.upper(), shape(path.removeprefix(BASE)))
        for path, operations in paths.items()
        for method in operations
        if method in ("get", "put", "post", "patch", "delete", "head")
    }


def documented() -> set[tuple[str, str]]:
    """Return method and path of every call in the guide's table.

    Inside a row, a call without a path of its own (`DELETE`) is on the path before it.
    """
    calls: set[tuple[str, str]] = set()
    text = (GUIDE / "api.md").read_text(encoding="utf-8").partition("## Calls")[2]
    for row in text.splitlines():
        path = ""
        for code in re.findall(r"`([^`]+)`", row):
            words = code.split()
            methods = words[0].split("/") if words else []
            if not all(re.fullmatch("GET|PUT|POST|PATCH|DELETE|HEAD", word) for word in methods):
                continue
            if len(words) > 1 and words[1].startswith("/"):
                path = words[1].partition("?")[0]
            if path:
                calls |= {(method, shape(path)) for method in methods}
    return calls


def test_every_call_is_documented_and_every_documented_call_exists() -> None:
    assert routed() - documented() == set()
    assert documented() - routed() == set()
    assert len(routed()) > 50


def test_every_setting_is_documented_with_its_default() -> None:
    text = (GUIDE / "settings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| `(\w+)` \|", text, re.MULTILINE))
    assert rows == {entry.name: PREFIX + entry.name.upper() for entry in fields(Settings)}
