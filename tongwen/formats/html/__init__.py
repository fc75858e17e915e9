"""HTML, as one page that needs nothing else."""

from tongwen.formats.html.writer import write_html

__all__ = ["write_html"]
