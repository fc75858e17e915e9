"""A server under steady use stays as it was."""
