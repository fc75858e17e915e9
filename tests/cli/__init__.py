"""The command `tongwen`."""
