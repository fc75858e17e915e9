"""What a worker can do: a name and a function of byte strings each. Formats load when used."""

import json
from collections.abc import Callable
from pathlib import Path

Task = Callable[[list[bytes]], bytes]


def _import_docx(args: list[bytes]) -> bytes:
    """[path of the package] → first update of the body (`ydoc.states.Folded`)."""
    from tongwen.formats.docx import import_docx
    from tongwen.ydoc.ranges import summarise
    from tongwen.ydoc.rangesets import dump
    from tongwen.ydoc.states import Folded

    update = import_docx(Path(args[0].decode()).read_bytes())
    return Folded(update, dump(summarise(update))).pack()


def _export_docx(args: list[bytes]) -> bytes:
    """[original's path, result's path, images as JSON {key: path}, updates …] → b""."""
    from tongwen.formats.docx import export_docx
    from tongwen.ydoc.states import fold

    paths = json.loads(args[2])
    original = Path(args[0].decode()).read_bytes()
    result = export_docx(original, fold(args[3:]), lambda key: Path(paths[key]).read_bytes())
    Path(args[1].decode()).write_bytes(result)
    return b""


def _merge_docx(args: list[bytes]) -> bytes:
    """[path of the new package, updates …] → the update that turns the live document into it."""
    from tongwen.formats.docx import merge_docx
    from tongwen.ydoc.states import fold

    return merge_docx(fold(args[1:]), Path(args[0].decode()).read_bytes())


def _restore_text(args: list[bytes]) -> bytes:
    """[earlier body, updates of the present one …] → the update that brings the earlier back."""
    from tongwen.kinds.text.restore import restore_body
    from tongwen.ydoc.states import fold

    return restore_body(fold(args[1:]), args[0])


def _convert_docx(args: list[bytes]) -> bytes:
    """[path of a package, ending of the target, title] → the document in that format."""
    from tongwen.formats.docx.tasks import convert_bytes

    package = Path(args[0].decode()).read_bytes()
    return convert_bytes(package, ".docx", args[1].decode(), args[2].decode())


def _preview_docx(args: list[bytes]) -> bytes:
    """[path of a package] → JSON of its first blocks, for a thumbnail."""
    from tongwen.formats.docx.preview import preview

    return preview(Path(args[0].decode()).read_bytes())


def _part_of_package(args: list[bytes]) -> bytes:
    """[path of a package, name of a part] → the part's bytes."""
    from tongwen.core.errors import NotFound
    from tongwen.formats.ooxml.package import Package

    package, name = Package(Path(args[0].decode()).read_bytes()), args[1].decode()
    if name not in package:
        raise NotFound("not-found")
    return package.read_raw(name)


def _fold(args: list[bytes]) -> bytes:
    """Updates → one update, deleted text included (`ydoc.states.Folded`)."""
    from tongwen.ydoc.states import fold_with_summary

    return fold_with_summary(args).pack()


def _fold_forgetting(args: list[bytes]) -> bytes:
    """Updates → one update without deleted text (`ydoc.states.Folded`)."""
    from tongwen.ydoc.states import fold_with_summary

    return fold_with_summary(args, keep_deletions=False).pack()


def _difference(args: list[bytes]) -> bytes:
    """[state, state vector] → what the other side lacks."""
    from tongwen.core.errors import Invalid
    from tongwen.ydoc.states import difference

    try:
        return difference(*args)
    except ValueError:
        raise Invalid("update-malformed") from None


def _summarise(args: list[bytes]) -> bytes:
    """Updates → what they hold together (`ydoc.rangesets.dump`)."""
    from tongwen.core.errors import Invalid
    from tongwen.ydoc.ranges import BadUpdate, union
    from tongwen.ydoc.rangesets import dump
    from tongwen.ydoc.updates import check_update

    try:
        summary = union(args)
    except BadUpdate:
        raise Invalid("update-malformed") from None
    for update in args:
        check_update(update)
    return dump(summary)


def _attribute(args: list[bytes]) -> bytes:
    """[what was there (`rangesets.dump`), JSON [[person, at] …], updates …] → then, changes."""
    from tongwen.core.errors import Invalid
    from tongwen.ydoc.attribution import Attribution, LogRow
    from tongwen.ydoc.ranges import BadUpdate

    attribution = Attribution(args[0])
    rows = zip(json.loads(args[1]), args[2:], strict=True)
    try:
        changes = attribution.read(LogRow(person, at, update) for (person, at), update in rows)
    except BadUpdate:
        raise Invalid("update-malformed") from None
    return attribution.after() + b"\n" + changes.to_json()


TASKS: dict[str, Task] = {
    "import.docx": _import_docx,
    "export.docx": _export_docx,
    "merge.docx": _merge_docx,
    "restore.text": _restore_text,
    "convert.docx": _convert_docx,
    "preview.docx": _preview_docx,
    "part": _part_of_package,
    "fold": _fold,
    "fold.forgetting": _fold_forgetting,
    "attribute": _attribute,
    "difference": _difference,
    "summarise": _summarise,
}
