"""Measures the sync engine beside its peers: `python -m bench.sync` and `make bench-sync`."""

from bench.report import Report


def run() -> Report:
    """Measure everything, for `python -m bench sync`."""
    from bench.sync.rounds import measure_all  # needs a compiler and npm, which others do not

    return measure_all()
