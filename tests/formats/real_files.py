"""Real files beside the repository, and the codes by which a broken one may be refused."""

from pathlib import Path

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

REFUSED = {
    "encrypted-file",
    "legacy-file",
    "not-a-document",
    "not-a-zip",
    "not-well-formed",
    "part-damaged",
    "part-doubled",
    "part-missing",
    "part-too-large",
    "xml-entities",
    "zip-bomb",
}
REFUSED_WORKBOOKS = REFUSED | {"binary-workbook", "not-a-workbook"}


def real_files(kind: str) -> list[Path]:
    """Return the files of a kind, such as `xlsx`, by name; none where there is no corpus."""
    return sorted((CORPUS / kind).glob(f"*.{kind}"))
