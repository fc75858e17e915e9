"""What a worker can do: a name and a function of byte strings each. Formats load when used."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from tongwen.kinds import BODY, COMMENTS
from tongwen.kinds.parts import pack_parts, unpack_parts

Task = Callable[[list[bytes]], bytes]


def _first(parts: Mapping[str, bytes]) -> bytes:
    """Write the first update of each part, with what it holds (`ydoc.states.Folded`)."""
    from tongwen.ydoc.ranges import summarise
    from tongwen.ydoc.rangesets import dump
    from tongwen.ydoc.states import Folded

    return pack_parts(
        {name: [Folded(update, dump(summarise(update))).pack()] for name, update in parts.items()}
    )


def _states(packed: bytes, *, keep_deletions: bool = True) -> dict[str, bytes]:
    """Read packed parts, each folded into one update."""
    from tongwen.ydoc.states import fold

    parts = unpack_parts(packed).items()
    return {name: fold(updates, keep_deletions=keep_deletions) for name, updates in parts}


def _updates(parts: Mapping[str, bytes]) -> bytes:
    return pack_parts({name: [update] for name, update in parts.items()})


def _import_docx(args: list[bytes]) -> bytes:
    """[path of the package] → first updates of its parts (`_first`)."""
    from tongwen.formats.docx import import_docx

    return _first({BODY: import_docx(Path(args[0].decode()).read_bytes())})


def _import_xlsx(args: list[bytes]) -> bytes:
    """[path of the package] → first updates of its parts (`_first`)."""
    from tongwen.formats.xlsx.importer import import_xlsx

    return _first(import_xlsx(Path(args[0].decode()).read_bytes()))


def _export_docx(args: list[bytes]) -> bytes:
    """[original's path, result's path, images as JSON {key: path}, packed parts] → `_written`."""
    from tongwen.formats.docx import export_docx

    original, body = Path(args[0].decode()).read_bytes(), _states(args[3])[BODY]
    return _written(args[1], original, export_docx(original, body, _images(args[2])))


def _export_xlsx(args: list[bytes]) -> bytes:
    """[… as `_export_docx`, values of `_calculate_xlsx` if there are any] → `_written`."""
    from tongwen.formats.xlsx.exporter import export_xlsx
    from tongwen.kinds.sheet.calc.results import unpack_values

    original, parts = Path(args[0].decode()).read_bytes(), _states(args[3])
    values = unpack_values(args[4]) if len(args) > 4 else None
    return _written(args[1], original, export_xlsx(original, parts, values, _images(args[2])))


def _written(path: bytes, original: bytes, result: bytes) -> bytes:
    """Write a result; say whether it is another than the original."""
    Path(path.decode()).write_bytes(result)
    return b"" if result == original else b"changed"


def _calculate_xlsx(args: list[bytes]) -> bytes:
    """[original's path, packed parts] → results that changed (`calc.results.pack_values`)."""
    from tongwen.formats.xlsx.importer import import_xlsx
    from tongwen.kinds.sheet.calc.results import is_folded, pack_values, results

    states = _states(args[1], keep_deletions=False)
    before = import_xlsx(Path(args[0].decode()).read_bytes()) if is_folded(states) else None
    return pack_values(results(states, before))


def _images(paths: bytes) -> Callable[[str], bytes]:
    named = json.loads(paths)
    return lambda key: Path(named[key]).read_bytes()


def _merge_docx(args: list[bytes]) -> bytes:
    """[path of the new package, packed parts] → updates that turn the live document into it."""
    from tongwen.formats.docx import merge_docx

    update = merge_docx(_states(args[1])[BODY], Path(args[0].decode()).read_bytes())
    return _updates({BODY: update})


def _merge_xlsx(args: list[bytes]) -> bytes:
    """[path of the new package, packed parts, why] → updates that turn the live document into it.

    When an earlier version is restored, comments stay.
    """
    from tongwen.formats.xlsx.importer import import_xlsx
    from tongwen.kinds.sheet.merging import kept_comments, known_comments
    from tongwen.ydoc.entries import replace_entries

    wanted = import_xlsx(Path(args[0].decode()).read_bytes())
    live = _states(args[1])
    restored = args[2:] == [b"restore"]
    wanted[COMMENTS] = kept_comments(live) if restored else known_comments(live, wanted)
    return _updates(
        {
            name: replace_entries(live.get(name, b""), wanted.get(name, b""))
            for name in {**live, **wanted}
        }
    )


def _tidy_xlsx(args: list[bytes]) -> bytes:
    """[packed parts, least entries] → the updates that fold them, in order: `<n> <part>` each."""
    from tongwen.kinds.sheet.folding import fold_workbook, overlay_length

    states = _states(args[0], keep_deletions=False)
    if overlay_length(states) < int(args[1]):
        return pack_parts({})
    updates = fold_workbook(states)
    return pack_parts({f"{n} {part}": [update] for n, (part, update) in enumerate(updates)})


def _restore_text(args: list[bytes]) -> bytes:
    """[earlier body, packed parts] → the updates that bring the earlier back."""
    from tongwen.kinds.text.restore import restore_body

    return _updates({BODY: restore_body(_states(args[1])[BODY], args[0])})


def _convert_docx(args: list[bytes]) -> bytes:
    """[path of a package, ending of the target, JSON {title}] → the document in that format."""
    from tongwen.formats.docx.tasks import convert_bytes

    package = Path(args[0].decode()).read_bytes()
    return convert_bytes(package, ".docx", args[1].decode(), json.loads(args[2])["title"])


def _convert_xlsx(args: list[bytes]) -> bytes:
    """[path of a package, ending of the target, JSON {title, sheet, guard}] → it in that format."""
    from tongwen.formats.csv import CsvOptions
    from tongwen.formats.workbooks import convert_workbook

    package, options = Path(args[0].decode()).read_bytes(), json.loads(args[2])
    table = CsvOptions(mark=True, guard=bool(options["guard"]))  # Excel needs the mark
    target, title, sheet = args[1].decode(), options["title"], options["sheet"]
    return convert_workbook(package, ".xlsx", target, title, sheet, table)


def _preview_docx(args: list[bytes]) -> bytes:
    """[path of a package] → JSON of its first blocks, for a thumbnail."""
    from tongwen.formats.docx.preview import preview

    return preview(Path(args[0].decode()).read_bytes())


def _preview_xlsx(args: list[bytes]) -> bytes:
    """[path of a package] → JSON of its first cells, for a thumbnail."""
    from tongwen.formats.xlsx.preview import preview

    return preview(Path(args[0].decode()).read_bytes())


def _chart(args: list[bytes]) -> bytes:
    """[path of a package, name of a part] → JSON of what the chart shows."""
    from tongwen.formats.ooxml.package import Package
    from tongwen.formats.xlsx.chart_reader import read_chart_part

    package = Package(Path(args[0].decode()).read_bytes())
    found = read_chart_part(package, args[1].decode())
    return json.dumps(found, ensure_ascii=False).encode()


def _part_of_package(args: list[bytes]) -> bytes:
    """[path of a package, name of a part] → the part's bytes."""
    from tongwen.core.errors import NotFound
    from tongwen.formats.ooxml.package import Package

    package, name = Package(Path(args[0].decode()).read_bytes()), args[1].decode()
    if name not in package:
        raise NotFound("not-found")
    return package.read_raw(name)


def _metafile(args: list[bytes]) -> bytes:
    """[path of a package, name of a part] → the Windows metafile it is, as SVG."""
    from tongwen.formats.metafile import metafile_svg

    return metafile_svg(_part_of_package(args))


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
    "import.xlsx": _import_xlsx,
    "export.docx": _export_docx,
    "export.xlsx": _export_xlsx,
    "calculate.xlsx": _calculate_xlsx,
    "merge.docx": _merge_docx,
    "merge.xlsx": _merge_xlsx,
    "tidy.xlsx": _tidy_xlsx,
    "restore.text": _restore_text,
    "convert.docx": _convert_docx,
    "convert.xlsx": _convert_xlsx,
    "preview.docx": _preview_docx,
    "preview.xlsx": _preview_xlsx,
    "chart": _chart,
    "part": _part_of_package,
    "metafile": _metafile,
    "fold": _fold,
    "fold.forgetting": _fold_forgetting,
    "attribute": _attribute,
    "difference": _difference,
    "summarise": _summarise,
}
