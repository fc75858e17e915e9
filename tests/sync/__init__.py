"""Live sessions: rooms, presence, refusals, the wire."""
