"""Bytes that were valid once: what a broken or hostile program sends."""

from hypothesis import strategies as st

NUMBERS = [  # lengths, clocks and counts that nobody means
    b"\x00",
    b"\x7f",
    b"\x80\x00",  # longer than it need be
    b"\x80\x80\x80\x80\x80\x00",
    b"\xff\xff\x03",
    b"\xff\xff\xff\xff\x07",  # 2**31 - 1
    b"\xff\xff\xff\xff\x0f",  # 2**32 - 1
    b"\x80\x80\x80\x80\x10",  # 2**32
    b"\xff" * 6 + b"\x7f",  # 2**49 - 1
    b"\xff" * 7 + b"\x0f",  # 2**53 - 1
    b"\xff" * 9 + b"\x01",  # 2**64 - 1
    b"\x80" * 12,
]
PIECES = [b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xff", b"", b"\xc0\xaf", b"null", b'{"a":', b"\0"]

Step = st.one_of(
    st.tuples(st.just("flip"), st.integers(0, 400), st.integers(0, 7)),
    st.tuples(st.just("set"), st.integers(0, 400), st.binary(min_size=1, max_size=1)),
    st.tuples(st.just("cut"), st.integers(0, 400), st.integers(1, 9)),
    st.tuples(st.just("end"), st.integers(0, 400), st.just(0)),
    st.tuples(st.just("number"), st.integers(0, 400), st.sampled_from(NUMBERS)),
    st.tuples(st.just("piece"), st.integers(0, 400), st.sampled_from(PIECES)),
    st.tuples(st.just("junk"), st.integers(0, 400), st.binary(max_size=6)),
    st.tuples(st.just("double"), st.integers(0, 400), st.integers(1, 30)),
)
Steps = st.lists(Step, min_size=1, max_size=3)


def spoil(data: bytes, steps: list[tuple[str, int, object]]) -> bytes:
    """Change bytes step by step; a position beyond the end counts on from the beginning."""
    for name, position, value in steps:
        at = position % (len(data) + 1)
        before, after = data[:at], data[at:]
        if isinstance(value, bytes):
            longer = name in ("junk", "piece")
            data = before + value + (after if longer else after[1:])
        elif name == "flip" and after:
            data = before + bytes((after[0] ^ 1 << int(str(value)),)) + after[1:]
        elif name == "cut":
            data = before + after[int(str(value)) :]
        elif name == "end":
            data = before
        elif name == "double":
            data = before + after[: int(str(value))] + after
    return data


def splice(one: bytes, other: bytes, at: int, there: int) -> bytes:
    """Return the beginning of one and the end of another."""
    return one[: at % (len(one) + 1)] + other[there % (len(other) + 1) :]
