"""Documents: a file in the drive that is, when opened, a live session, and comes back as a file."""
