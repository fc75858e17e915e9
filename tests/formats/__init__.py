"""File formats: what comes in, what goes out, and what is refused."""
