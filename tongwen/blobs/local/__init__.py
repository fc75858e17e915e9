"""Blobs as files in a folder."""

from tongwen.blobs.local.store import LocalBlobs, open_local_blobs

__all__ = ["LocalBlobs", "open_local_blobs"]
