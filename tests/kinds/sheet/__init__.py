"""The sheet kind: its shared model in Python."""
