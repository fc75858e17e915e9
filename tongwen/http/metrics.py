"""Figures for Prometheus, read when somebody asks: nothing is done for them in between.

Names, units and what they mean: docs/guide/running.md. No label says who or which document.
"""

import asyncio
import platform
from collections.abc import Callable, Iterator, Sequence

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import choose_encoder

from tongwen.http.requests import Requests
from tongwen.http.services import RoomsPort, Services, WorkersPort
from tongwen.sync.figures import Durations

LAG_SECONDS = 0.25  # between two looks at the event loop
LAG_BOUNDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)


class LoopLag:
    """How late the event loop is with what is due: long work in it keeps everybody waiting."""

    def __init__(self) -> None:
        self.durations = Durations(LAG_BOUNDS)
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Look four times a second, from now on."""
        loop = asyncio.get_running_loop()
        due = loop.time() + LAG_SECONDS
        self._timer = loop.call_at(due, self._look, due)

    def stop(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _look(self, due: float) -> None:
        self.durations.add(max(0.0, asyncio.get_running_loop().time() - due))
        self.start()


class Metrics:
    """Everything that is counted, as Prometheus reads it."""

    def __init__(
        self, services: Services, requests: Requests, draining: Callable[[], bool]
    ) -> None:
        self.lag = LoopLag()
        self.connections: Callable[[], int] | None = None
        self._services = services
        self._requests = requests
        self._draining = draining
        self._registry = CollectorRegistry()
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    def page(self, accept: str) -> tuple[bytes, str]:
        """Return the figures and their media type: OpenMetrics where it is asked for, else text."""
        encode, media_type = choose_encoder(accept)
        return encode(self._registry), media_type

    def collect(self) -> Iterator[Metric]:
        """Yield every figure as it is now."""
        yield _build(self._services)
        yield _gauge("tongwen_draining", "1: the server is about to stop", int(self._draining()))
        yield _histogram("tongwen_event_loop_lag_seconds", "Lateness", self.lag.durations)
        yield from _of_requests(self._requests)
        if self.connections is not None:
            yield _gauge("tongwen_sync_connections", "Open live connections", self.connections())
        if self._services.rooms is not None:
            yield from _of_rooms(self._services.rooms)
        if self._services.workers is not None:
            yield from _of_workers(self._services.workers)
        if self._services.bus is not None:
            connected = int(self._services.bus.connected)
            yield _gauge("tongwen_bus_connected", "1: the other nodes can be reached", connected)


def _build(services: Services) -> Metric:
    about = {
        "version": services.version,
        "python": platform.python_version(),
        "database": services.database.dialect,
        "node": services.node,
    }
    return InfoMetricFamily("tongwen_build", "This program", about)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)


def _counter(name: str, meaning: str, value: float) -> Metric:
    return CounterMetricFamily(name, meaning, value=value)


def _labelled(name: str, meaning: str, label: str, values: dict[str, int]) -> Metric:
    kind = CounterMetricFamily if name.endswith("_total") else GaugeMetricFamily
    family = kind(name, meaning, labels=[label])
    for name_of, value in values.items():
        family.add_metric([name_of], value)
    return family


def _buckets(durations: Durations) -> list[tuple[str, float]]:
    seen, buckets = 0, []
    bounds = [*(str(bound) for bound in durations.bounds), "+Inf"]
    for bound, count in zip(bounds, durations.counts, strict=True):
        seen += count
        buckets.append((bound, float(seen)))
    return buckets


def _histogram(name: str, meaning: str, durations: Durations) -> Metric:
    return HistogramMetricFamily(
        name, meaning, buckets=_buckets(durations), sum_value=durations.total
    )


def _of_requests(requests: Requests) -> Iterator[Metric]:
    yield _gauge(
        "tongwen_http_requests_running", "Requests that are not answered", requests.running
    )
    labels: Sequence[str] = ("route", "method")
    total = CounterMetricFamily(
        "tongwen_http_requests_total", "Requests that are over", labels=[*labels, "status"]
    )
    took = HistogramMetricFamily(
        "tongwen_http_request_duration_seconds",
        "From a request's head to the end of its answer",
        labels=labels,
    )
    for key, counted in sorted(requests.counted.items()):
        for status, count in counted.statuses.items():
            total.add_metric([*key, status], count)
        took.add_metric(list(key), _buckets(counted.durations), counted.durations.total)
    yield total
    yield took


def _of_rooms(rooms: RoomsPort) -> Iterator[Metric]:
    figures = rooms.figures
    yield _labelled("tongwen_sync_rooms", "Rooms by state", "state", dict(rooms.count_by_state()))
    for name, meaning, gauge in (
        ("peers", "People and programs in rooms, one for each document part", rooms.peers),
        ("unsaved_edits", "Edits that are not on the disk yet", rooms.unsaved),
        ("log_lag_seconds", "For how long the oldest of them has waited", rooms.oldest_unsaved()),
        ("pending_bytes", "Bytes that wait for slow readers", rooms.pending_bytes()),
    ):
        yield _gauge("tongwen_sync_" + name, meaning, gauge)
    joins = {"given": figures.joins, "refused": figures.joins_refused}
    yield _labelled("tongwen_sync_joins_total", "Requests to join a part", "result", joins)
    for name, meaning, count in (
        ("rooms_opened", "Rooms opened", figures.rooms_opened),
        ("rooms_closed", "Rooms closed", figures.rooms_closed),
        ("edits", "Edits taken", figures.edits),
        ("edit_bytes", "Bytes of edits taken", figures.edit_bytes),
        ("edits_known", "Edits sent again, which were acknowledged only", figures.edits_known),
        ("edits_refused", "Edits of who may not write, or over a limit", figures.edits_refused),
        ("presence_messages", "Cursors and names relayed", figures.presence),
        ("write_failures", "Edits that the log did not take at first", figures.writes_failed),
        ("compaction_failures", "Compactions that failed", figures.compactions_failed),
        ("slow_closed", "Connections closed for reading too slowly", figures.slow_closed),
    ):
        yield _counter(f"tongwen_sync_{name}_total", meaning, count)
    yield _histogram(
        "tongwen_sync_ack_duration_seconds", "From an edit to its acknowledgement", figures.acks
    )
    yield _histogram("tongwen_sync_compaction_duration_seconds", "Compactions", figures.compactions)
    for name, meaning, count in (
        ("sent", "Messages to other nodes", figures.bus_sent),
        ("received", "Messages from other nodes", figures.bus_received),
        ("gaps", "Times that a room read the log because messages may be lost", figures.bus_gaps),
    ):
        yield _counter(f"tongwen_bus_{name}_total", meaning, count)


def _of_workers(workers: WorkersPort) -> Iterator[Metric]:
    yield _gauge("tongwen_workers_busy", "Worker processes that do a task", workers.busy)
    yield _gauge("tongwen_workers_waiting", "Tasks that wait for a process", workers.waiting)
    outcomes = {"done": workers.done, "overran": workers.overran, "died": workers.died}
    yield _labelled("tongwen_workers_tasks_total", "Tasks by how they ended", "outcome", outcomes)
