"""Which reader of WebSocket frames this machine uses."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from tongwen.core.settings import BadSetting
from tongwen.http.socket.doorman import Admission, Doorman
from tongwen.http.socket.port import Port

log = logging.getLogger("tongwen.socket")


def port_options(doorman: Doorman, socket: str = "") -> dict[str, Any]:
    """Return the arguments of `uvicorn.Config` that put live sessions on its port.

    `socket` is the setting: `picows`, `asgi`, or empty for picows where there is one.

    Raises:
        BadSetting: picows is asked for and not installed.
    """
    if socket != "asgi":
        try:
            return {"http": _factory(doorman, _with_picows(doorman)), "ws": "none"}
        except ImportError as error:
            if socket:
                raise BadSetting(f"socket: picows cannot be loaded here: {error}") from None
            log.warning("picows cannot be loaded, live connections cost more: %s", error)
    from tongwen.http.socket.with_asgi import AsgiProtocol, starter

    return {
        "http": _factory(doorman, starter(doorman)),
        "ws": partial(AsgiProtocol, doorman),
        "ws_max_size": doorman.max_frame,
        "ws_per_message_deflate": False,
        "ws_ping_interval": 20.0,
        "ws_ping_timeout": 20.0,
    }


def _with_picows(doorman: Doorman) -> Callable[[Port, Admission], None]:
    from tongwen.http.socket.with_picows import starter

    return starter(doorman)


def _factory(doorman: Doorman, start: Callable[[Port, Admission], None]) -> Callable[..., Port]:
    return partial(Port, doorman, start)
