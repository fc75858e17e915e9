"""Names, their order, settings, throttles and cursors: the small rules that much relies on."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongwen.core.errors import Invalid
from tongwen.core.settings import BadSetting, Settings, read
from tongwen.core.throttle import Throttle
from tongwen.drive.cursors import read_cursor, write_cursor
from tongwen.drive.kinds import born_name, kind_of, shown_as
from tongwen.drive.names import clean_name, copy_name, numbered, sort_key, split_ending


def cleaned(name: str) -> str | None:
    """Return the clean name, None when it is refused."""
    try:
        return clean_name(name)
    except Invalid:
        return None


@given(st.text())
def test_a_clean_name_is_clean_and_safe(name: str) -> None:
    clean = cleaned(name)
    if clean is not None:
        assert clean_name(clean) == clean
        assert unicodedata.is_normalized("NFC", clean)
        assert 0 < len(clean.encode()) <= 255
        assert "/" not in clean and "\0" not in clean and clean not in (".", "..")


@given(st.text(min_size=1), st.integers(1, 10_000), st.sampled_from(["zh-CN", "en"]))
def test_variants_of_a_name_are_names(name: str, number: int, language: str) -> None:
    clean = cleaned(name)
    if clean is not None:
        for variant in (numbered(clean, number), copy_name(clean, number, language)):
            assert clean_name(variant) == variant
            assert variant != clean
            assert split_ending(variant)[1] == split_ending(clean)[1]


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_sort_key_is_plain_and_ignores_case(one: str, two: str) -> None:
    one, two = one.replace("\0", ""), two.replace("\0", "")
    key = sort_key(one, "plain")
    assert set(key) <= set("0123456789abcdefghijklmnopqrstuv")
    assert sort_key(one.casefold(), "plain") == key
    assert sort_key(one, "folder") < sort_key(two, "plain")


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_digits_sort_by_value(one: int, two: int) -> None:
    keys = [sort_key(f"文件{number}.txt", "plain") for number in (one, two)]
    assert (keys[0] < keys[1]) == (one < two)


def test_names_sort_as_people_expect() -> None:
    ordered = ["!", "2", "10", "a", "B", "c1", "c02", "c10", "阿", "北京", "上海", "张三"]
    assert sorted(reversed(ordered), key=lambda name: sort_key(name, "plain")) == ordered
    assert sort_key("ＡＢＣ１２", "plain") == sort_key("abc12", "plain")
    assert sort_key("༢", "plain") < sort_key("༡༠", "plain")  # Tibetan digits too


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.docx", "text"),
        ("A.DOCX", "text"),
        ("a.xlsx", "sheet"),
        ("a.pptx", "slides"),
        ("a.doc", "file"),
        ("a.xls", "file"),
        ("a.ppt", "file"),
        ("a.pdf", "pdf"),
        ("a.jpeg", "image"),
        ("a.mp3", "audio"),
        ("a.webm", "video"),
        ("a.md", "plain"),
        ("a.html", "file"),
        ("docx", "file"),
        (".docx", "file"),
        ("a.docx.exe", "file"),
        ("a.", "file"),
    ],
)
def test_the_ending_tells_the_kind(name: str, kind: str) -> None:
    assert kind_of(name)[0] == kind


def test_new_documents_get_an_ending_once() -> None:
    assert born_name("计划", "text") == "计划.docx"
    assert born_name("计划.docx", "text") == "计划.docx"
    assert born_name("计划.docm", "text") == "计划.docm"
    assert born_name("计划.docx", "sheet") == "计划.docx.xlsx"
    assert born_name("v1.2", "slides") == "v1.2.pptx"
    assert shown_as("file", "text/html") is None


def test_settings_come_from_the_environment_and_the_command_line_wins() -> None:
    environment = {"TONGWEN_PORT": "9000", "TONGWEN_HOST": "0.0.0.0", "PATH": "/bin"}
    settings = read(environment, port=9001, data=None)
    assert (settings.port, settings.host, settings.data) == (9001, "0.0.0.0", Path("data"))
    proxies = read({"TONGWEN_TRUSTED_PROXIES": "10.0.0.0/8, ::1"}).trusted_proxies
    assert proxies == ("10.0.0.0/8", "::1")
    assert read({}) == Settings()


@pytest.mark.parametrize(
    "environment",
    [
        {"TONGWEN_PROT": "9000"},
        {"TONGWEN_PORT": "http"},
        {"TONGWEN_PORT": "70000"},
        {"TONGWEN_MAX_UPLOAD": "-1"},
        {"TONGWEN_PUBLIC_URL": "office.example.org"},
        {"TONGWEN_TRUSTED_PROXIES": "proxy.example.org"},
    ],
)
def test_bad_settings_stop_the_start(environment: dict[str, str]) -> None:
    with pytest.raises(BadSetting):
        read(environment)


def test_a_throttle_lets_some_through_and_then_doubles_the_wait() -> None:
    time = [1000.0]
    throttle = Throttle(3, longest=8, forget=60, clock=lambda: time[0])
    waits = []
    for _ in range(7):
        throttle.attempt("x")
        waits.append(throttle.wait("x"))
    assert waits == [0, 0, 1, 2, 4, 8, 8]
    assert throttle.wait("x", longest=3) == 3
    assert throttle.wait("y") == 0
    time[0] += 5
    assert throttle.wait("x") == 3
    throttle.forgive("x")
    assert throttle.wait("x") == 0
    throttle.attempt("z")
    time[0] += 61
    for _ in range(3):
        throttle.attempt("z")
    assert throttle.wait("z") == 1  # the old failure was forgotten


def test_a_throttle_takes_back_and_stays_small() -> None:
    throttle = Throttle(2, most=10)
    throttle.attempt("x")
    throttle.attempt("x")
    assert throttle.wait("x") > 0
    throttle.take_back("x")
    assert throttle.wait("x") == 0
    for number in range(50):
        throttle.attempt(str(number))
    assert len(throttle) == 10


@given(st.integers(-(2**62), 2**62), st.text(max_size=50))
def test_cursors_come_back_as_they_went(number: int, text: str) -> None:
    assert read_cursor(write_cursor(number, text), int, str) == (number, text)


@given(st.text(max_size=200))
def test_bad_cursors_are_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        read_cursor(cursor, int, int, int, str)
