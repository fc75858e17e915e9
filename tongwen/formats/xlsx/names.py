"""Names of SpreadsheetML (ECMA-376-1 §18): namespaces, and how elements are told apart."""

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
DRAWING_STRICT = "http://purl.oclc.org/ooxml/drawingml/main"
SHEET_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
CHART_EX = "http://schemas.microsoft.com/office/drawing/2014/chartex"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
VML = "urn:schemas-microsoft-com:vml"
VML_EXCEL = "urn:schemas-microsoft-com:office:excel"

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384

FUNCTION_PREFIXES = ("_xlfn.", "_xlws.")  # how files mark functions newer than 2007


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: etree._Element) -> str:
    """Return an element's namespace; empty where it has none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def relationship_id(element: etree._Element, name: str = "id") -> str | None:
    """Return an attribute `r:id` (or `r:embed` …), Transitional or Strict."""
    found = element.get(f"{{{OFFICE}}}{name}")
    return found if found is not None else element.get(f"{{{OFFICE_STRICT}}}{name}")
