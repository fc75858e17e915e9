"""What is done to each server: the lines of the table of musts, as runs of the load generator."""

from collections.abc import Mapping
from dataclasses import dataclass, field

COMPARED = ("tongwen", "hocuspocus")
BESIDE = ("y-websocket",)  # in the first round alone


@dataclass(frozen=True)
class Scenario:
    """One way to use a server, and who is measured beside the two that are compared."""

    title: str
    load: Mapping[str, float | bool]
    documents: str = "empty"
    beside: tuple[str, ...] = BESIDE
    settings: Mapping[str, str] = field(default_factory=dict)  # of ours

    @property
    def rooms(self) -> int:
        """How many documents are used."""
        return int(self.load.get("rooms", 1))

    @property
    def options(self) -> list[str]:
        """The load generator's."""
        return [
            f"--{name}" if value is True else f"--{name}={value}"
            for name, value in self.load.items()
        ]


_TWENTY = {"clients": 20, "writers": 20, "rate": 5, "seconds": 5}

SCENARIOS = {
    "20x20": Scenario("20 writers × 20 readers, 5 edits/s each", _TWENTY),
    "cursors": Scenario("20 × 20 with cursors", _TWENTY | {"cursors": True}),
    "durable": Scenario(
        "20 × 20, relay only after durable commit",
        _TWENTY,
        beside=(),
        settings={"TONGWEN_RELAY_AFTER_COMMIT": "1"},
    ),
    "rooms1000": Scenario(
        "1,000 rooms × 2, 1,000 edits/s in all",
        {"rooms": 1000, "clients": 2, "writers": 2, "rate": 0.5, "seconds": 4},
    ),
    "fan100": Scenario(
        "1 writer → 100 readers, 100 edits/s",
        {"clients": 101, "writers": 1, "rate": 100, "seconds": 4},
    ),
    "fast": Scenario(
        "20 × 20 at 1,000 edits/s",
        {"clients": 20, "writers": 20, "rate": 50, "seconds": 4},
    ),
    "idle5k": Scenario(
        "5,000 idle connections in 500 rooms", {"rooms": 500, "clients": 10, "idle": 3}
    ),
    "idle2k": Scenario(
        "2,000 idle connections in 1,000 rooms", {"rooms": 1000, "clients": 2, "idle": 3}
    ),
    "text": Scenario(
        "a text of 260,000 edits", {"clients": 9, "at-once": 1, "storm": 100}, documents="text"
    ),
    "cells": Scenario(
        "a part of 6 MB",
        {"clients": 4, "at-once": 1, "storm": 100},
        documents="cells",
        beside=(),
    ),
}
