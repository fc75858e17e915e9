"""What every room may know."""
