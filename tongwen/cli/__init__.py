"""The command `tongwen`: reads settings, chooses the back ends, starts what was asked for."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tongwen.core.errors import TongwenError
from tongwen.core.settings import BadSetting, Settings, read


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line and leave the process with its exit code."""
    given = _parser().parse_args(arguments)
    try:
        code = given.run(given)
    except BadSetting as error:
        code = _complain(str(error))
    except TongwenError as error:
        code = _complain(describe(error))
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def describe(error: TongwenError) -> str:
    """Say an error on one line, in the language of the terminal."""
    from tongwen.http.languages import say

    language = "zh-CN" if os.environ.get("LANG", "").startswith("zh") else "en"
    return say(language, error.code, "detail", error.values) or error.code


def _complain(text: str) -> int:
    print(f"tongwen: {text}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tongwen", description="Tongwen 同文: a cloud office that an organisation runs itself."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="run the server in the foreground")
    _settings_options(serve)
    serve.set_defaults(run=_serve)
    demo = commands.add_parser("demo", help="serve an organisation with members and sample files")
    _settings_options(demo)
    demo.set_defaults(run=_demo, data="data-demo")
    convert = commands.add_parser("convert", help="convert a file, through the document model")
    convert.add_argument("source", type=Path, metavar="IN")
    convert.add_argument("target", type=Path, metavar="OUT")
    convert.add_argument("--sheet", default="", metavar="NAME", help="the worksheet of a CSV")
    convert.set_defaults(run=_convert)
    for name, verb, words in (
        ("backup", _backup, "write everything into one tar file; the server may run"),
        ("restore", _restore, "fill an empty data folder and database from a tar file"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("file", type=Path, metavar="FILE.tar")
        _settings_options(command)
        command.set_defaults(run=verb)
    return parser


def _settings_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="folder for everything that is stored")
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, metavar="N", help="TCP port (8000)")
    parser.add_argument("--database", metavar="URL", help="postgresql://… instead of SQLite")
    parser.add_argument("--public-url", metavar="URL", help="the address that people type")
    parser.add_argument("--bus", metavar="URL", help="nats://… that joins several nodes")
    parser.add_argument("--log-format", metavar="FORMAT", help="text, or json: one object a line")
    parser.epilog = "Every other setting is a TONGWEN_* variable: docs/guide/settings.md."


def _settings(given: argparse.Namespace) -> Settings:
    return read(
        os.environ,
        data=given.data,
        host=given.host,
        port=given.port,
        database=given.database,
        public_url=given.public_url,
        bus=given.bus,
        log_format=given.log_format,
    )


def _serve(given: argparse.Namespace) -> int:
    from tongwen.cli.serve import run

    return run(_settings(given))


def _backup(given: argparse.Namespace) -> int:
    import asyncio

    from tongwen.cli.backup import back_up

    counts = asyncio.run(back_up(_settings(given), given.file))
    print(f"{given.file}: {counts['nodes']} files and folders, {counts['blobs']} contents")
    return 0


def _restore(given: argparse.Namespace) -> int:
    import asyncio

    from tongwen.cli.backup import restore

    counts = asyncio.run(restore(_settings(given), given.file))
    print(f"restored {counts['nodes']} files and folders, {counts['blobs']} contents")
    return 0


def _demo(given: argparse.Namespace) -> int:
    from tongwen.cli.serve import run

    return run(_settings(given), demo=True)


def _convert(given: argparse.Namespace) -> int:
    from tongwen.formats.convert import convert

    try:
        convert(given.source, given.target, given.sheet)
    except FileNotFoundError as error:
        return _complain(f"{error.filename}: there is no such file")
    except OSError as error:
        return _complain(f"{error.filename}: {error.strerror}")
    return 0
