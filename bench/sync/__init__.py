"""Measures the sync engine beside its peers: `python -m bench.sync` and `make bench-sync`."""

from bench.report import Report


def run() -> Report:
    """Measure everything, for `python -m bench sync`."""
    from bench.sync.musts import measure_all  # it imports the server

    return measure_all()
