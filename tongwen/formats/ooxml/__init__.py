"""Office Open XML packages (ECMA-376-2): reading within limits, and patching."""

from tongwen.formats.ooxml.package import Package, Relationship
from tongwen.formats.ooxml.xml import is_clean, parse

__all__ = ["Package", "Relationship", "is_clean", "parse"]
