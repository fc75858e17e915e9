"""Ids, roles, errors, settings and the clock: what every room may know. No I/O."""
