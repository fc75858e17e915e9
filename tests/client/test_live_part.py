"""A program and a page in one document, over a real socket."""

import asyncio
from pathlib import Path

import pytest
from pycrdt import XmlElement, XmlFragment, XmlText

from tests.converge.network import NAME, PART
from tests.sync.live_server import live_server
from tongwen.client import ConnectionFailed, LivePart
from tongwen.client.connection import Connection
from tongwen.ydoc import insert

OTHER = PART._replace(part="sheet:s1")


def add_paragraph(part: LivePart, words: str) -> None:
    with part.doc.transaction():
        element = XmlElement("paragraph")
        part.doc.get("body", type=XmlFragment).children.append(element)
        text = XmlText()
        element.children.append(text)
        insert(text, 0, words)


def content(part: LivePart) -> str:
    part.refresh()
    return str(part.doc.get("body", type=XmlFragment))


async def test_what_one_program_writes_another_reads(tmp_path: Path) -> None:
    async with live_server(tmp_path) as (address, server):

        def go() -> tuple[str, str]:
            with LivePart(f"{address}/sync", "editor1", NAME, "robot") as first:
                add_paragraph(first, "由程序写入 ᠮᠣᠩᠭᠣᠯ")
                first.flush()
                with LivePart(f"{address}/sync", "editor2", NAME, "other") as second:
                    add_paragraph(second, "answer")
                    second.flush()
                    add_paragraph(first, "again")
                    first.flush()
                    add_paragraph(second, "last")
                    second.flush()
                    first.flush()
                    return content(second), content(second)

        there, again = await asyncio.to_thread(go)
        assert "由程序写入" in there and "answer" in there and "last" in again
        assert await server.parts._database.log.head(PART) == 4


async def test_a_program_that_may_only_read_is_refused(tmp_path: Path) -> None:
    async with live_server(tmp_path) as (address, server):

        def go() -> None:
            part = LivePart(f"{address}/sync", "viewer1", NAME, "robot")
            try:
                assert not part.may_write
                add_paragraph(part, "forbidden")
                part.flush()
            finally:
                part.close()

        with pytest.raises(ConnectionFailed, match="may only read"):
            await asyncio.to_thread(go)
        assert await server.parts._database.log.head(PART) == 0


async def test_an_unknown_document_says_so(tmp_path: Path) -> None:
    async with live_server(tmp_path) as (address, _):
        with pytest.raises(ConnectionFailed, match="not-found"):
            await asyncio.to_thread(
                LivePart, f"{address}/sync", "editor1", "zzzzzzzzzzzzz/body", "robot"
            )


async def test_a_server_that_is_not_there_says_so() -> None:
    with pytest.raises(ConnectionFailed, match="cannot be reached"):
        await asyncio.to_thread(LivePart, "ws://127.0.0.1:9/sync", "t", NAME, "robot")


async def test_a_server_that_goes_away_says_so(tmp_path: Path) -> None:
    async with live_server(tmp_path) as (address, server):
        part = await asyncio.to_thread(LivePart, f"{address}/sync", "editor1", NAME, "robot")
        await server.rooms.close()

        def go() -> None:
            part.unsaved += 1
            part.flush()

        with pytest.raises(ConnectionFailed, match="restarting"):
            await asyncio.to_thread(go)
        part.close()


async def test_several_parts_share_one_connection(tmp_path: Path) -> None:
    async with live_server(tmp_path) as (address, server):
        await server.parts._database.log.append(OTHER, "", b"\x00\x00")  # it was imported

        def go() -> tuple[str, str]:
            connection = Connection(f"{address}/sync")
            first = LivePart(connection, "editor1", NAME, "robot")
            second = LivePart(connection, "editor1", f"{OTHER.node}/{OTHER.part}", "robot")
            add_paragraph(first, "in the first")
            add_paragraph(second, "beside it")
            connection.flush()
            first.close()
            add_paragraph(second, "later")
            connection.flush()
            beside = content(second)
            connection.close()
            with LivePart(f"{address}/sync", "editor2", NAME, "other") as again:
                return content(again), beside

        there, beside = await asyncio.to_thread(go)
        assert "in the first" in there and "beside it" not in there
        assert "later" in beside
        assert await server.parts._database.log.head(PART) == 1
        assert await server.parts._database.log.head(OTHER) == 3
