"""The garbage collector, told what the server is like: a large still heap, short-lived answers."""

import gc

_THRESHOLDS = (10_000, 20, 50)


def tune_collector() -> None:
    """Call once, when everything is imported and built, before the first request.

    What exists now is never looked at again, and young objects are looked at less often: a page of
    200 nodes would otherwise set off several collections. It saves a quarter of the CPU of such a
    list (bench/results/drive.md).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
