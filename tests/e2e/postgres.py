"""Start a PostgreSQL with an empty database, print its URL, and stop when standard input ends."""

import asyncio
import sys

from tests.postgres import postgres_url

print(asyncio.run(postgres_url()), flush=True)
sys.stdin.read()
