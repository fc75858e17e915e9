"""Document kinds, one folder each: its schema, its Python model, its browser editor, its examples."""
