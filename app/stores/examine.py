"""Looks at the database that the store would open, without changing or making anything."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from app.domain.check import Check
from app.stores.database import open_engine
from app.stores.tables import MIGRATIONS, VERSION

NAME = "database"
OLDEST_POSTGRESQL = 14
"""The oldest that PostgreSQL's own project mends (postgresql.org, supported versions)."""


def examine_database(url: str) -> Iterator[Check]:
    """Whether the database answers, which version it is, and whose tables it holds. ``url`` is ``open_engine``'s."""
    address = sa.make_url(url)
    if url.startswith("sqlite"):
        path = Path(address.database or "")
        if not path.exists():
            yield _to_be_made(path)
            return
        engine = sa.create_engine(f"sqlite:///file:{quote(str(path.absolute()))}?mode=ro&uri=true", poolclass=NullPool)
        shown = str(path)
    else:
        engine = open_engine(url)
        shown = f"{address.host or 'localhost'}:{address.port or 5432}/{address.database or ''}"
    try:
        with engine.connect() as connection:
            yield from _looked_at(connection, shown)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        mend = "correct AGENTS_DATABASE_URL (postgresql://USER@HOST/NAME), and see that the server runs"
        yield Check("broken", NAME, f"{shown}: {reason}", mend, "the service cannot start")
    finally:
        engine.dispose()


def _to_be_made(path: Path) -> Check:
    place = next(one for one in path.absolute().parents if one.exists())
    if os.access(place, os.W_OK):
        return Check("ok", NAME, f"SQLite {path}, made at the first start")
    mend = f"sudo install -d -o $(id -un) {path.parent}, or set AGENTS_DATA_DIR"
    return Check("broken", NAME, f"{path} cannot be made: {place} is not writable", mend)


def _looked_at(connection: sa.Connection, shown: str) -> Iterator[Check]:
    postgres = connection.dialect.name == "postgresql"
    version = connection.dialect.server_version_info or (0,)
    name = "PostgreSQL" if postgres else "SQLite"
    found = f"{name} {'.'.join(map(str, version))} at {shown}"
    if postgres and int(version[0]) < OLDEST_POSTGRESQL:
        yield Check(
            "limited", NAME, found, f"upgrade to PostgreSQL {OLDEST_POSTGRESQL} or newer", "nobody mends it any more"
        )
    else:
        yield Check("ok", NAME, found)
    if not sa.inspect(connection).has_table(VERSION.name):
        yield Check("ok", "tables", "none yet, made at the first start")
        return
    at = connection.execute(sa.select(VERSION.c.version)).scalar() or 0
    ours = len(MIGRATIONS)
    if at > ours:
        mend = "install the version of agents that wrote it, or a newer one"
        yield Check("broken", "tables", f"of a newer agents (version {at}, this one knows {ours})", mend)
    else:
        yield Check("ok", "tables", f"version {at}" + (f", brought to {ours} at the next start" if at < ours else ""))
