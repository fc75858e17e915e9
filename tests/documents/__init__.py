"""Live documents as files."""
