"""The built page: its files as they are, and `index.html` for every address of the page itself."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from tongwen.core.errors import NotFound

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_FOREVER = "public, max-age=31536000, immutable"


class Pages:
    """Serves a folder that a bundler wrote; names in its `assets` carry a hash."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = None if folder is None else folder.resolve()

    def answer(self, request: Request, path: str) -> Response:
        """Return a file, or the page itself for an address that names none.

        Raises:
            NotFound: `not-found`: a file that is not there; `page-not-built`: there is no page.
        """
        if self._folder is None:
            raise NotFound("page-not-built")
        file = self._find(path)
        if file is None:
            if "." in path.rpartition("/")[2] and not path.startswith(("files/", "edit/", "s/")):
                raise NotFound("not-found")
            file = self._find("index.html")
            if file is None:
                raise NotFound("page-not-built")
        return self._send(request, file)

    def _find(self, path: str) -> Path | None:
        assert self._folder is not None
        if not path or "\0" in path or _is_precompressed(path):
            return None
        file = (self._folder / path).resolve()
        if not file.is_relative_to(self._folder) or not file.is_file():
            return None
        return file

    def _send(self, request: Request, file: Path) -> Response:
        assert self._folder is not None
        hashed = file.relative_to(self._folder).parts[0] == "assets"
        headers = {
            "Cache-Control": _FOREVER if hashed else "no-cache",
            "Vary": "Accept-Encoding",
        }
        media_type = _TYPES.get(file.suffix, "application/octet-stream")
        accepted = request.headers.get("accept-encoding", "")
        for encoding, ending in _ENCODINGS:
            packed = file.with_name(file.name + ending)
            if encoding in accepted and packed.is_file():
                headers["Content-Encoding"] = encoding
                file = packed
                break
        return FileResponse(file, headers=headers, media_type=media_type)


def _is_precompressed(path: str) -> bool:
    return path.endswith(tuple(ending for _, ending in _ENCODINGS))
