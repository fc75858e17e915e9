"""Live sessions on the HTTP port.

`/sync` speaks Hocuspocus 4, `/sync/<node>/<part>?token=` plain y-websocket. The port (`port`) reads
the upgrade request, the doorman lets in or refuses, and one of two readers of WebSocket frames does
the rest: picows (`with_picows`, nothing waits and no task is made for a message), or uvicorn's own
(`with_asgi`, for machines that picows has no wheel for).
"""

from tongwen.http.socket.choice import port_options
from tongwen.http.socket.doorman import Doorman

__all__ = ["Doorman", "port_options"]
