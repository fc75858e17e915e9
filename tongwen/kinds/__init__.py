"""Document kinds, one folder each: schema, Python model, browser editor, examples."""
