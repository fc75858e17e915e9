"""Every code that the program raises has its words, in every language."""

import ast
import re
from pathlib import Path

from tongwen.core import errors
from tongwen.http.languages import LANGUAGES, codes, say
from tongwen.http.problems import STATUS, STATUS_BY_CODE, STATUS_BY_HTTP

PACKAGE = Path(__file__).resolve().parents[2] / "tongwen"
KINDS = {kind.__name__ for kind in STATUS}
ELSEWHERE = {"guest", "input-invalid", "internal", "storage-unavailable", "content-missing"}


def raised() -> dict[str, str]:
    """Return every code that is raised by name, with a file that raises it."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name | ast.Attribute)
                and (node.func.id if isinstance(node.func, ast.Name) else node.func.attr) in KINDS
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
            ):
                found[node.args[0].value] = str(path.relative_to(PACKAGE))
    return found


def test_every_code_has_a_title_in_every_language() -> None:
    known = raised()
    assert len(known) > 60
    for language in LANGUAGES:
        wordless = {code: file for code, file in known.items() if code not in codes(language)}
        assert wordless == {}, language


def test_every_language_has_the_same_words_with_the_same_placeholders() -> None:
    assert codes("en") == codes("zh-CN")
    for code in codes("en"):
        for part in ("title", "detail"):
            texts = [say(language, code, part, _Echo()) for language in LANGUAGES]
            assert (texts[0] is None) == (texts[1] is None), code
            if texts[0] is not None and texts[1] is not None:
                places = [set(re.findall(r"<\w+>", text)) for text in texts if text]
                assert places[0] == places[1], code


def test_the_chinese_words_are_chinese() -> None:
    for code in codes("zh-CN"):
        title = say("zh-CN", code, "title", {}) or ""
        assert re.search(r"[\u4e00-\u9fff]", title), code


def test_every_error_class_has_a_status() -> None:
    classes = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.TongwenError)
    }
    assert set(STATUS) == classes - {errors.TongwenError}
    assert set(STATUS_BY_CODE) | set(STATUS_BY_HTTP.values()) <= codes("en")
    assert codes("en") >= ELSEWHERE


class _Echo(dict[str, object]):
    """Values that show their own names."""

    def get(self, name: str, default: object = None) -> object:
        return f"<{name}>"

    def keys(self):  # type: ignore[no-untyped-def]
        return _NAMES

    def __getitem__(self, name: str) -> object:
        return f"<{name}>"


_NAMES = sorted(
    set(
        re.findall(
            r"\{(\w+)\}",
            (PACKAGE / "locales/en/LC_MESSAGES/problems.po").read_text(encoding="utf-8"),
        )
    )
)
