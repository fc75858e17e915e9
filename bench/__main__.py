"""`python -m bench [NAME …]` measures everything, or what is named, and records it."""

import argparse
from collections.abc import Callable
from importlib import import_module

from bench.report import Report, record
from bench.server import end_on_terminate

NAMES = {
    "drive": "server CPU of listing a folder",
    "docx": "DOCX to live documents and back",
    "store": "the update log and the blobs",
    "transfer": "one file of 1 GiB, up and down",
    "opening": "the drive page and documents in a browser, and typing",
    "joining": "fifty people who join one document at once",
    "sync": "live editing beside Hocuspocus and y-websocket",
    "nodes": "people of one document at different nodes",
    "soak": "ten minutes of 200 people: memory stays flat, nothing is lost",
    "sheets": "workbooks beside openpyxl, IronCalc and LibreOffice, and in a browser",
    "formulas": "both formula engines on LibreOffice's tests (LIBREOFFICE_FUNCTIONS)",
    "start": "starting again, and memory at rest",
    "install": "a checkout that has never been started",
}


def main() -> None:
    """Measure and print."""
    listed = "\n".join(f"  {name:10} {what}" for name, what in NAMES.items())
    arguments = argparse.ArgumentParser(
        prog="python -m bench",
        description=f"{__doc__}\n\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    arguments.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME")
    names = arguments.parse_args().names or NAMES
    end_on_terminate()
    for name in names:
        run: Callable[[], Report] = import_module(f"bench.{name}").run
        print(record(name, run()), flush=True)


if __name__ == "__main__":
    main()
