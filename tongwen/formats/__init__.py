"""File formats, one folder each: reading, writing and patching."""
