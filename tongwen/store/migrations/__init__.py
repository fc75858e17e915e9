"""Brings a database's tables to the schema of this program: Alembic revisions, run as plain SQL.

Alembic writes the SQL of the missing revisions ("offline" mode) and each back end runs it through
its own driver, in one transaction. So no second driver is needed, and a start that has nothing to
migrate does not even import SQLAlchemy. A revision therefore never reads rows in Python: it says
what it does in SQL.
"""

import threading
from io import StringIO
from pathlib import Path

from tongwen.store import Dialect, SchemaNewer

HEAD = "0003"  # the newest revision in `versions/`

FIND_TABLE = {
    "sqlite": "select 1 from sqlite_master where name = 'alembic_version'",
    "postgresql": "select 1 where to_regclass('alembic_version') is not null",
}
FIND_REVISION = "select version_num from alembic_version"


_alembic = threading.Lock()  # it keeps the revision that runs in globals


def script(dialect: Dialect, since: str | None) -> str:
    """Return the SQL that takes a database from revision `since` (None: empty) to `HEAD`.

    It holds no BEGIN or COMMIT; run all of it in one transaction. Empty: nothing to do.

    Raises:
        SchemaNewer: this program does not know the revision `since`.
    """
    if since == HEAD:
        return ""
    # Imported here because they cost 0.3 s and 30 MB, and most starts have nothing to migrate.
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory
    from alembic.script.revision import ResolutionError
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    revisions = ScriptDirectory.from_config(config)
    written = StringIO()
    try:
        steps = revisions._upgrade_revs(HEAD, since)  # type: ignore[arg-type]
    except (CommandError, ResolutionError) as error:
        raise SchemaNewer(since or "", HEAD) from error
    environment = EnvironmentContext(config, revisions, fn=lambda *_: steps, as_sql=True)
    with _alembic, environment:
        environment.configure(
            dialect_name=dialect,
            output_buffer=written,
            starting_rev=since,
            transactional_ddl=False,  # the back end opens the transaction
        )
        environment.run_migrations()
    return written.getvalue()
