"""WordprocessingML documents (ECMA-376-1 §17) as live documents, and back by patching."""
