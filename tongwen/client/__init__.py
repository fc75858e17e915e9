"""A program as a colleague: it joins live sessions, named and limited by its role."""

from tongwen.client.session import ConnectionFailed, LiveDocument, LivePart, Session, connect

__all__ = ["ConnectionFailed", "LiveDocument", "LivePart", "Session", "connect"]
