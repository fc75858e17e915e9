"""Tests of the HTTP API, through its public interface."""
