"""The command line, run as people run it."""

import asyncio
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import httpx
import pytest

from tests.postgres import postgres_url
from tongwen.cli.assembly import assemble
from tongwen.cli.demo import MAYA, PASSWORD, seed
from tongwen.core.settings import Settings
from tongwen.formats.docx import blank_docx
from tongwen.formats.xlsx import blank_xlsx
from tongwen.http.app import create_app

ROOT = Path(__file__).parents[2]


def tongwen(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tongwen", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "LANG": "C.UTF-8", **variables},
        check=False,
    )


class TestConvert:
    def test_a_word_file_to_itself_is_the_same_file(self, tmp_path: Path) -> None:
        source, target = tmp_path / "a.docx", tmp_path / "b.docx"
        source.write_bytes(blank_docx("zh-CN", "标题"))
        done = tongwen("convert", source, target)
        assert done.returncode == 0, done.stderr
        assert target.read_bytes() == source.read_bytes()

    def test_markdown_to_word_and_back(self, tmp_path: Path) -> None:
        source, word, back = tmp_path / "a.md", tmp_path / "a.docx", tmp_path / "b.md"
        source.write_text("# 标题\n\n正文 **粗**。\n")
        assert tongwen("convert", source, word).returncode == 0
        assert tongwen("convert", word, back).returncode == 0
        assert back.read_text() == source.read_text()

    def test_a_workbook_to_itself_is_the_same_file(self, tmp_path: Path) -> None:
        source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
        source.write_bytes(blank_xlsx("zh-CN"))
        done = tongwen("convert", source, target)
        assert done.returncode == 0, done.stderr
        assert target.read_bytes() == source.read_bytes()

    def test_a_table_to_a_workbook_and_back(self, tmp_path: Path) -> None:
        table, book, back = tmp_path / "数据.csv", tmp_path / "a.xlsx", tmp_path / "b.tsv"
        table.write_bytes("名称,数\r\n甲,1.5\r\n".encode("gb18030"))
        assert tongwen("convert", table, book).returncode == 0
        assert tongwen("convert", book, back).returncode == 0
        assert back.read_text("utf-8") == "名称\t数\n甲\t1.5\n"
        page = tmp_path / "c.html"
        assert tongwen("convert", book, page, "--sheet", "数据").returncode == 0
        assert "甲" in page.read_text("utf-8")
        done = tongwen("convert", book, page, "--sheet", "none")
        assert done.returncode == 2
        assert "none" in done.stderr and "Traceback" not in done.stderr

    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [
            ("a.xlsx", b"garbage", "package"),
            ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(100), "text"),
            ("a.docx", b"garbage", "package"),
            ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), ".docx"),
            ("a.xyz", b"", "format"),
        ],
    )
    def test_bad_files_say_why(self, tmp_path: Path, name: str, data: bytes, words: str) -> None:
        (tmp_path / name).write_bytes(data)
        done = tongwen("convert", tmp_path / name, tmp_path / "out.md")
        assert done.returncode == 2
        assert words in done.stderr.lower()
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "out.md").exists()

    def test_a_missing_file_says_so_in_chinese(self, tmp_path: Path) -> None:
        done = tongwen("convert", tmp_path / "none.docx", tmp_path / "b.md", LANG="zh_CN.UTF-8")
        assert done.returncode == 2
        assert "没有" in done.stderr or "找不到" in done.stderr

    def test_a_target_that_cannot_be_written_says_so(self, tmp_path: Path) -> None:
        source = tmp_path / "a.docx"
        source.write_bytes(blank_docx("en", ""))
        done = tongwen("convert", source, tmp_path / "no folder" / "b.docx")
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


class TestServe:
    def test_a_wrong_setting_is_named(self, tmp_path: Path) -> None:
        done = tongwen("serve", "--data", tmp_path, TONGWEN_WORKERS="many")
        assert done.returncode == 2
        assert "workers" in done.stderr

    def test_an_unknown_setting_is_named(self, tmp_path: Path) -> None:
        done = tongwen("serve", "--data", tmp_path, TONGWEN_PROT="80")
        assert done.returncode == 2
        assert "TONGWEN_PROT" in done.stderr

    def test_a_database_that_does_not_answer_is_named(self, tmp_path: Path) -> None:
        done = tongwen("serve", "--data", tmp_path, "--database", "postgresql://127.0.0.1:9/none")
        assert done.returncode == 1
        assert "database" in done.stderr
        assert "Traceback" not in done.stderr


async def fill(settings: Settings) -> dict[str, str]:
    """Found an organisation with one edited file and one other."""
    async with assemble(settings) as assembly:
        transport = httpx.ASGITransport(app=create_app(assembly.services))
        async with httpx.AsyncClient(transport=transport, base_url="http://t.test/api/v1") as web:
            body = {
                "organisation": "同文",
                "name": "安",
                "email": "a@example.org",
                "password": "correct horse",
            }
            made = (await web.post("/setup", json=body)).json()
            web.headers["x-csrf-token"] = made["csrf"]
            for name, data in (("报告.docx", blank_docx("zh", "")), ("raw.bin", bytes(3_000_000))):
                answer = await web.put(f"/nodes/{made['root']}/files/{name}", content=data)
                assert answer.status_code == 201
        return {"root": made["root"]}


async def listed(settings: Settings, root: str) -> dict[str, bytes]:
    """Sign in with the old password and read every file."""
    async with assemble(settings) as assembly:
        transport = httpx.ASGITransport(app=create_app(assembly.services))
        async with httpx.AsyncClient(transport=transport, base_url="http://t.test/api/v1") as web:
            body = {"email": "a@example.org", "password": "correct horse"}
            assert (await web.post("/session", json=body)).status_code == 200
            items = (await web.get(f"/nodes/{root}/children")).json()["items"]
            return {
                item["name"]: (await web.get(f"/nodes/{item['id']}/content")).content
                for item in items
            }


class TestBackup:
    @pytest.mark.parametrize("target", ["sqlite", "postgresql"])
    async def test_everything_comes_back(self, tmp_path: Path, target: str) -> None:
        old = Settings(data=tmp_path / "old")
        made = await fill(old)
        file = tmp_path / "backup.tar"
        done = await asyncio.to_thread(tongwen, "backup", file, "--data", old.data)
        assert done.returncode == 0, done.stderr
        url = await postgres_url() if target == "postgresql" else ""
        new = Settings(data=tmp_path / "new", database=url)
        given = ["--database", url] if url else []
        done = await asyncio.to_thread(tongwen, "restore", file, "--data", new.data, *given)
        assert done.returncode == 0, done.stderr
        assert await listed(new, made["root"]) == await listed(old, made["root"])

    async def test_it_refuses_to_overwrite(self, tmp_path: Path) -> None:
        settings = Settings(data=tmp_path / "old")
        await fill(settings)
        file = tmp_path / "backup.tar"
        await asyncio.to_thread(tongwen, "backup", file, "--data", settings.data)
        done = await asyncio.to_thread(tongwen, "restore", file, "--data", settings.data)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr

    def test_nothing_to_back_up(self, tmp_path: Path) -> None:
        done = tongwen("backup", tmp_path / "b.tar", "--data", tmp_path)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "b.tar").exists()

    @pytest.mark.parametrize("damage", ["garbage", "truncated", "forged blob", "other columns"])
    async def test_a_damaged_backup_restores_nothing(self, tmp_path: Path, damage: str) -> None:
        settings = Settings(data=tmp_path / "old")
        await fill(settings)
        file = tmp_path / "backup.tar"
        await asyncio.to_thread(tongwen, "backup", file, "--data", settings.data)
        spoil(file, damage)
        done = await asyncio.to_thread(tongwen, "restore", file, "--data", tmp_path / "new")
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        async with assemble(Settings(data=tmp_path / "new")) as assembly:
            count = await assembly.services.database.fetchval("select count(*) from nodes")
            assert count == 0


def spoil(file: Path, damage: str) -> None:
    data = file.read_bytes()
    if damage == "garbage":
        file.write_bytes(b"not a tar" * 100)
    elif damage == "truncated":
        file.write_bytes(data[: len(data) // 3])
    elif damage == "forged blob":
        at = data.index(b"word/document.xml")
        file.write_bytes(data[:at] + b"WORD" + data[at + 4 :])
    else:
        with tarfile.open(file) as old:
            rows = old.extractfile("tables/nodes.jsonl")
            assert rows is not None
            first = json.loads(rows.readline())
        file.write_bytes(data.replace(json.dumps(first)[1:9].encode(), b'"tenanx"', 1))


async def test_the_demo_is_filled_once(tmp_path: Path) -> None:
    async with assemble(Settings(data=tmp_path)) as assembly:
        assert await seed(assembly)
        assert not await seed(assembly)
        transport = httpx.ASGITransport(app=create_app(assembly.services))
        async with httpx.AsyncClient(transport=transport, base_url="http://t.test/api/v1") as web:
            who = {"email": MAYA[1], "password": PASSWORD}
            assert (await web.post("/session", json=who)).status_code == 200
            shared = (await web.get("/shared")).json()["items"]
            assert [item["name"] for item in shared] == ["共享项目 Shared project"]
            inside = (await web.get(f"/nodes/{shared[0]['id']}/children")).json()["items"]
            report = next(item for item in inside if item["name"].startswith("第三"))
            text = (await web.get(f"/nodes/{report['id']}/content?format=md")).text
            assert "## 二、主要工作" in text and "| 华东 |" in text


def test_help_lists_the_commands() -> None:
    done = tongwen("--help")
    assert done.returncode == 0
    for command in ("serve", "convert", "backup", "restore"):
        assert command in done.stdout
