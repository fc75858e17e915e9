"""WordprocessingML documents (ECMA-376-1 §17) as live documents, and back by patching."""

from tongwen.formats.docx.blank import blank_docx
from tongwen.formats.docx.exporter import export_docx
from tongwen.formats.docx.importer import import_docx
from tongwen.formats.docx.merge import merge_docx

__all__ = ["blank_docx", "export_docx", "import_docx", "merge_docx"]
