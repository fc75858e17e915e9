"""Measurements of sheets."""
