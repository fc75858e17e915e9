"""The text kind: what a text document may hold, and its Python model."""

from tongwen.kinds.text.document import TextDocument
from tongwen.kinds.text.model import Node, Text, normalise, problems
from tongwen.kinds.text.reconcile import reconcile
from tongwen.kinds.text.shared import read, write

__all__ = ["Node", "Text", "TextDocument", "normalise", "problems", "read", "reconcile", "write"]
