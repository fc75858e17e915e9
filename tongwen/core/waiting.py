"""Waiting for work in threads that a cancellation must not leave behind."""

import asyncio
from typing import TypeVar

T = TypeVar("T")


async def outlast(future: "asyncio.Future[T]") -> T:
    """Wait for a future to its end, also when this task is cancelled meanwhile.

    A thread cannot be stopped, so what it uses (a lock, a file) may only be let go when it is done.
    A cancellation that came meanwhile is raised then, in place of the result.
    """
    cancelled: asyncio.CancelledError | None = None
    while not future.done():
        try:
            await asyncio.wait([future])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return future.result()
    if not future.cancelled():
        future.exception()  # marks it as seen
    raise cancelled
