"""Live sessions: rooms, peers and the wire formats they speak."""
