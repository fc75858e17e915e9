"""The front desk: HTTP, sessions and the socket. The only room that knows the web framework."""
