"""Databases of earlier programs, frozen as SQL: they open for ever, with the same documents."""
