"""Programs in live sessions."""
