"""Tests of several nodes: real servers, a real database, bus and proxy between them."""
