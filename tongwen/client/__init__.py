"""A program as a colleague: it joins live sessions, named and limited by its role."""

from tongwen.client.connection import ConnectionFailed, LivePart
from tongwen.client.session import LiveDocument, Session, connect

__all__ = ["ConnectionFailed", "LiveDocument", "LivePart", "Session", "connect"]
