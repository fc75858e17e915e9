"""Disks that fail, as a C library before the system's own."""
