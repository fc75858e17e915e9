"""Freezes a database of one revision: `python -m tests.contracts.frozen.make 0001 out.sql`.

Run it once for each new revision; a file that is there is never made again.
"""

import sqlite3
import sys
import zlib
from pathlib import Path
from unittest.mock import patch

import pycrdt

from tongwen.store import migrations
from tongwen.store.sqlite.connections import _run

HERE = Path(__file__).parent
KEY = ("0tenant", "0node")
AT = 1_760_000_000_000
UPDATE = "insert into updates values (?, ?, ?, ?, ?, ?, ?)"


def body() -> tuple[list[bytes], bytes]:
    """Return updates of a text that people wrote and changed, and its state at the fourth."""
    doc: pycrdt.Doc[object] = pycrdt.Doc(client_id=1)
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    fragment = doc.get("body", type=pycrdt.XmlFragment)
    paragraph = fragment.children.append(pycrdt.XmlElement("paragraph", {"align": "start"}))
    text = paragraph.children.append(pycrdt.XmlText("书同文，😀 one writing for all. "))
    text.insert(len("书同文".encode()), "（བོད་ཡིག་）")
    del text[0 : len("书".encode())]
    state = doc.get_update()
    text.insert(0, "文", {"strong": {}})
    other = fragment.children.append(pycrdt.XmlElement("paragraph"))
    other.children.append(pycrdt.XmlText("ᠮᠣᠩᠭᠣᠯ"))
    return updates, state


def comments() -> list[bytes]:
    """Return updates of another part, which never had a snapshot."""
    doc: pycrdt.Doc[object] = pycrdt.Doc(client_id=2)
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    threads = doc.get("threads", type=pycrdt.Map)
    threads["t1"] = "why?"
    threads["t2"] = "善"
    del threads["t1"]
    return updates


def fill(connection: sqlite3.Connection, revision: str) -> None:
    connection.execute("insert into tenants (id, name, created) values ('0tenant', '文', 1)")
    updates, state = body()
    for part, rows in (("body", updates), ("comments", comments())):
        values = [
            (*KEY, part, seq, AT + seq, "0anna" if seq % 2 else "", update)
            for seq, update in enumerate(rows, 1)
        ]
        connection.executemany(UPDATE, values)
    values = {"tenant": KEY[0], "node": KEY[1], "part": "body", "seq": 4, "at": AT}
    values["state"] = zlib.compress(state, 1)
    if revision >= "0002":  # summaries, and logs that were squashed
        values["summary"] = b"whatever its maker wrote"
        connection.execute("delete from updates where part = 'body' and seq < 3")
        squashed = "update updates set author = '', \"update\" = ? where part = ? and seq = 3"
        connection.execute(squashed, (merged(updates[:3]), "body"))
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    connection.execute(f"insert into snapshots ({names}) values ({marks})", [*values.values()])


def merged(updates: list[bytes]) -> bytes:
    return pycrdt.merge_updates(*updates)


def main(revision: str, target: Path) -> None:
    if target.exists():
        raise SystemExit(f"{target} is frozen.")
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with patch.object(migrations, "HEAD", revision):
        _run(connection, migrations.script("sqlite", None))
    fill(connection, revision)
    target.write_text("\n".join(connection.iterdump()) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
