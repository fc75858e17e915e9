"""Convergence: random edits, lost sockets and restarts end in one document."""
