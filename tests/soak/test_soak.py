"""Half a minute of what `make soak` does for ten: people come and go, nothing stays behind."""

from pathlib import Path

from tests.soak.soaking import Found, Plan, Sample, Soak

SHORT = Plan(
    seconds=20,
    peers=60,
    documents=6,
    edits=60,
    reconnects=3,
    changes=2,
    slow=0.5,
    uploads=0.5,
    sample_seconds=1,
)
SPREAD = 0.5  # by which share memory may grow in seconds: caches fill then


async def test_a_server_in_use_stays_as_it_was(tmp_path: Path) -> None:
    found = await Soak(tmp_path, SHORT).run()
    assert found.wrong == []
    assert found.edits > 500
    assert found.reconnects > 20
    assert found.compactions > 0
    assert found.growth < SPREAD, found.samples
    assert found.after is not None and found.after.connections == 0


def test_a_leak_is_seen() -> None:
    def samples(each: float) -> list[Sample]:
        sizes = [80 + min(number, 40) + each * number for number in range(120)]
        return [Sample(5.0 * n, size, 60, 40, 200, 20, 0) for n, size in enumerate(sizes)]

    assert abs(Found(samples(0)).growth) < 0.001
    assert Found(samples(0.2)).growth > 0.1
    assert Found(samples(0.2)).slope == 0.04
