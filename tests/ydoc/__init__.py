"""Live documents as bytes."""
