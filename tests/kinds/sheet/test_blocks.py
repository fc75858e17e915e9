"""Blocks: what goes in comes out, and what is no block is empty."""

import zlib

import orjson
import pytest

from tongwen.kinds.sheet.blocks import Block, BlockWriter, decode_block, pack, unpack


def cells(blocks: dict[str, bytes]) -> dict[tuple[int, int | str], tuple[object, object]]:
    """Gather the cells of blocks: content (formulas whole) and style."""
    found: dict[tuple[int, int | str], tuple[object, object]] = {}
    for data in blocks.values():
        block = decode_block(data)
        for row in block.rows:
            for place, (column, raw) in enumerate(zip(row.columns, row.contents, strict=True)):
                content = block.formula(raw) if isinstance(raw, list) else raw
                found[row.row, column] = (content, row.style_at(place))
    return found


def test_blocks_give_back_their_cells() -> None:
    writer = BlockWriter()
    for row in range(3000):
        writer.add(row, [0, 1, 3], [row, "文", None], [0, 0, 5])
    writer.add(9000, [2], [["SUM(\x01+0,-1,0\x02)", 7, {"dyn": 1}]], ["abc"], [0])
    found = cells(writer.finish())
    assert found[2999, 0] == (2999, 0)
    assert found[7, 1] == ("文", 0)
    assert found[7, 3] == (None, 5)
    assert found[9000, 2] == ({"f": "SUM(\x01+0,-1,0\x02)", "c": 7, "dyn": 1}, "abc")
    assert len(found) == 9001


def test_a_band_has_about_a_thousand_cells() -> None:
    writer = BlockWriter()
    for row in range(5000):
        writer.add(row, range(10), [1] * 10, [0] * 10)
    blocks = writer.finish()
    assert writer.height == 128
    assert sorted(map(int, blocks)) == list(range(40))


def test_equal_templates_and_styles_are_said_once() -> None:
    writer = BlockWriter(16)
    for row in range(10):
        writer.add(row, [0, 1], [["A", None], ["B", 1]], [3, 3], (0, 1))
    value = unpack(writer.finish()["0"])
    assert value["f"] == ["A", "B"]
    assert value["x"][4] == [4, 0, [[0, None], [1, 1]], 3]


def test_rows_out_of_order_join_their_band() -> None:
    writer = BlockWriter(4)
    for row in (0, 9, 1):
        writer.add(row, [0], [[f"T{row}", None]], [0], [0])
    found = cells(writer.finish())
    assert {place: content["f"] for place, (content, _) in found.items()} == {  # type: ignore[index]
        (0, 0): "T0",
        (1, 0): "T1",
        (9, 0): "T9",
    }


@pytest.mark.parametrize(
    "data",
    [
        None,
        "text",
        b"",
        b"no zlib",
        pack([1, 2]),
        pack({"f": 3, "x": 4}),
        zlib.compress(b"{"),
        pack({"x": []})[:-3],
        zlib.compress(b"[" * 100_000),
    ],
)
def test_what_is_no_block_is_empty(data: object) -> None:
    assert decode_block(data) == Block([], [])


def test_malformed_rows_are_left_out() -> None:
    rows = [
        [0, 0, [1], 0],
        [-1, 0, [1], 0],
        [1, 0, 5, 0],
        [2, [0], [1, 2], 0],
        [3, [[]], [1], 0],
        [4, 0, [1, 2], [0]],
        [5, 0, [1], None],
        "row",
        [6],
    ]
    block = decode_block(pack({"f": [1], "x": rows}))
    assert [row.row for row in block.rows] == [0, 2, 3, 4]
    assert [row.style_at(1) for row in block.rows] == [0, 0, 0, None]
    assert block.formula([9]) is None
    assert block.formula([]) is None


def test_a_bomb_is_no_block() -> None:
    assert unpack(zlib.compress(b" " * (65 << 20) + b"1", 9)) is None


def test_not_a_number_becomes_null() -> None:
    assert orjson.loads(zlib.decompress(pack([float("nan"), 1.5]))) == [None, 1.5]
