"""One installation for all tests of this folder; each test finds it whole."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.nodes.installation import NGINX, Installation


@pytest.fixture(scope="package")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Three nodes and what they need."""
    if not NGINX:
        pytest.skip("nginx is not installed (make test installs it)")
    installation = Installation(tmp_path_factory.mktemp("nodes"))
    try:
        asyncio.run(installation.start())
        yield installation
    finally:
        asyncio.run(installation.stop())


@pytest.fixture
async def installation(started: Installation) -> AsyncIterator[Installation]:
    """Everything runs, whatever the test before has ended."""
    await started.whole()
    yield started
