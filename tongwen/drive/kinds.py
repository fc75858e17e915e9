"""Which kind and media type a file has, by the ending of its name.

| kind | endings |
|---|---|
| `text` | docx docm dotx dotm |
| `sheet` | xlsx xlsm xltx xltm |
| `slides` | pptx pptm potx potm ppsx ppsm |
| `pdf` | pdf |
| `image` | png jpg jpeg jfif gif webp avif bmp svg tif tiff heic ico |
| `audio` | mp3 m4a aac ogg oga opus wav flac |
| `video` | mp4 m4v webm ogv mov mkv avi |
| `plain` | txt md csv tsv json xml yaml log and the usual source code |
| `file` | all else, the older `.doc` `.xls` `.ppt` too: kept and downloaded as they are |

The ending only says how a file is shown: whether it really is what it claims is found out when it
is opened, and nothing a browser could run is ever sent as such (see `shown_as`).
"""

from tongwen.drive.names import split_ending

_OFFICE = "application/vnd.openxmlformats-officedocument."
_MACRO = "application/vnd.ms-"

BORN_AS = {"text": ".docx", "sheet": ".xlsx", "slides": ".pptx"}
"""The ending of a new document of each kind."""

_PLAIN = (
    ".txt",
    ".text",
    ".log",
    ".ini",
    ".cfg",
    ".conf",
    ".toml",
    ".yaml",
    ".yml",
    ".py",
    ".js",
    ".ts",
    ".tsx",
    ".jsx",
    ".c",
    ".h",
    ".cpp",
    ".hpp",
    ".java",
    ".go",
    ".rs",
    ".rb",
    ".php",
    ".sh",
    ".bat",
    ".ps1",
    ".sql",
    ".css",
    ".tex",
    ".srt",
    ".vtt",
    ".diff",
    ".patch",
)
_TYPES: dict[str, dict[str, str]] = {
    "text": {
        ".docx": _OFFICE + "wordprocessingml.document",
        ".dotx": _OFFICE + "wordprocessingml.template",
        ".docm": _MACRO + "word.document.macroEnabled.12",
        ".dotm": _MACRO + "word.template.macroEnabled.12",
    },
    "sheet": {
        ".xlsx": _OFFICE + "spreadsheetml.sheet",
        ".xltx": _OFFICE + "spreadsheetml.template",
        ".xlsm": _MACRO + "excel.sheet.macroEnabled.12",
        ".xltm": _MACRO + "excel.template.macroEnabled.12",
    },
    "slides": {
        ".pptx": _OFFICE + "presentationml.presentation",
        ".potx": _OFFICE + "presentationml.template",
        ".ppsx": _OFFICE + "presentationml.slideshow",
        ".pptm": _MACRO + "powerpoint.presentation.macroEnabled.12",
        ".potm": _MACRO + "powerpoint.template.macroEnabled.12",
        ".ppsm": _MACRO + "powerpoint.slideshow.macroEnabled.12",
    },
    "pdf": {".pdf": "application/pdf"},
    "image": {
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".jfif": "image/jpeg",
        ".gif": "image/gif",
        ".webp": "image/webp",
        ".avif": "image/avif",
        ".bmp": "image/bmp",
        ".svg": "image/svg+xml",
        ".tif": "image/tiff",
        ".tiff": "image/tiff",
        ".heic": "image/heic",
        ".ico": "image/vnd.microsoft.icon",
    },
    "audio": {
        ".mp3": "audio/mpeg",
        ".m4a": "audio/mp4",
        ".aac": "audio/aac",
        ".ogg": "audio/ogg",
        ".oga": "audio/ogg",
        ".opus": "audio/ogg",
        ".wav": "audio/wav",
        ".flac": "audio/flac",
    },
    "video": {
        ".mp4": "video/mp4",
        ".m4v": "video/mp4",
        ".webm": "video/webm",
        ".ogv": "video/ogg",
        ".mov": "video/quicktime",
        ".mkv": "video/x-matroska",
        ".avi": "video/x-msvideo",
    },
    "plain": dict.fromkeys(_PLAIN, "text/plain")
    | {
        ".md": "text/markdown",
        ".markdown": "text/markdown",
        ".csv": "text/csv",
        ".tsv": "text/tab-separated-values",
        ".json": "application/json",
        ".xml": "application/xml",
    },
    "file": {
        ".doc": "application/msword",
        ".xls": "application/vnd.ms-excel",
        ".ppt": "application/vnd.ms-powerpoint",
        ".odt": "application/vnd.oasis.opendocument.text",
        ".ods": "application/vnd.oasis.opendocument.spreadsheet",
        ".odp": "application/vnd.oasis.opendocument.presentation",
        ".rtf": "application/rtf",
        ".zip": "application/zip",
        ".html": "text/html",
        ".htm": "text/html",
    },
}
_BY_ENDING = {
    ending: (kind, media_type)
    for kind, endings in _TYPES.items()
    for ending, media_type in endings.items()
}
_SHOWN_IMAGES = frozenset(
    ("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp")
)


def kind_of(name: str) -> tuple[str, str]:
    """Return kind and media type of a file by its name."""
    _, ending = split_ending(name)
    return _BY_ENDING.get(ending.lower(), ("file", "application/octet-stream"))


def born_name(name: str, kind: str) -> str:
    """Return the name of a new document, with the ending of its kind when it has none of them."""
    if kind_of(name)[0] == kind:
        return name
    return name + BORN_AS[kind]


def shown_as(kind: str, media_type: str) -> str | None:
    """Return the media type under which a browser may show a file in place, None when it may not.

    Text of every sort is shown as plain text: never as a page a script.
    """
    if kind == "plain":
        return "text/plain; charset=utf-8"
    if (
        kind in ("pdf", "audio", "video")
        or media_type in _SHOWN_IMAGES
        or media_type == "image/svg+xml"
    ):
        return media_type
    return None
