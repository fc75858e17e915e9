"""Measures sheets beside openpyxl, IronCalc and LibreOffice: `python -m bench sheets`."""

from bench.report import Report


def run() -> Report:
    """Measure everything, for `python -m bench sheets` and `make bench-sheets`."""
    from bench.sheets.musts import measure_all  # it imports the server

    return measure_all()
