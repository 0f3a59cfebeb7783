"""The tables, and how a database of an older version becomes one of this version.

Times are ISO texts in UTC with microseconds, so that they sort as texts; values that are only ever read as a whole
(an event, commands, a thread's memory) are JSON texts, always plain ASCII.
"""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

METADATA = sa.MetaData()

RUNS = sa.Table(
    "agents_runs",
    METADATA,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("forge", sa.String(20), nullable=False),
    sa.Column("repository", sa.Text, nullable=False),
    sa.Column("thread", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("commands", sa.Text, nullable=False, server_default="[]"),
    sa.Column("status", sa.String(20), nullable=False, server_default="queued"),
    sa.Column("why", sa.Text, nullable=False, server_default=""),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("stop", sa.String(20), nullable=False, server_default=""),
    sa.Column("stages", sa.Text, nullable=False, server_default="[]"),
    sa.Column("branch", sa.Text, nullable=False, server_default=""),
    sa.Column("head", sa.Text, nullable=False, server_default=""),
    sa.Column("created", sa.String(40), nullable=False),
    sa.Column("started", sa.String(40), nullable=False, server_default=""),
    sa.Column("finished", sa.String(40), nullable=False, server_default=""),
    sa.UniqueConstraint("forge", "repository", "key"),
    sa.Index("agents_runs_thread", "thread", "sequence"),
    sa.Index("agents_runs_status", "status"),
)

DELIVERIES = sa.Table(
    "agents_deliveries",
    METADATA,
    sa.Column("forge", sa.String(20), primary_key=True),
    sa.Column("delivery", sa.Text, primary_key=True),
    sa.Column("run", sa.String(40), nullable=False),
    sa.Column("at", sa.String(40), nullable=False, index=True),
)

THREADS = sa.Table(
    "agents_threads",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("forge", sa.String(20), nullable=False),
    sa.Column("repository", sa.Text, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False, server_default="0"),
    sa.Column("memory", sa.Text, nullable=False, server_default="{}"),
    sa.Column("changed", sa.String(40), nullable=False, server_default=""),
)

MARKS = sa.Table(
    "agents_marks",
    METADATA,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False, server_default=""),
    sa.Column("at", sa.String(40), nullable=False),
)
"""What is done once, until when each forge's deliveries were looked through, and what a repository's spending locks."""

WORKERS = sa.Table(
    "agents_workers",
    METADATA,
    sa.Column("id", sa.String(200), primary_key=True),
    sa.Column("host", sa.String(180), nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("claim", sa.String(40), nullable=False),
    sa.Column("beat", sa.Float, nullable=False),
)
"""Worker processes on PostgreSQL; ``beat`` is the database's own clock, in seconds."""

AUDIT = sa.Table(
    "agents_audit",
    METADATA,
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("thread", sa.Text, nullable=False),
    sa.Column("run", sa.Text, nullable=False, index=True),
    sa.Column("commit", sa.Text, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)
"""The columns in the order of ``AuditEntry``; the database itself refuses to change or remove a row."""

AUDIT_HEAD = sa.Table(
    "agents_audit_head",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)
"""One row: the last entry."""

APPEND_ONLY = {
    "sqlite": tuple(
        f"CREATE TRIGGER agents_audit_no_{event.lower()} BEFORE {event} ON agents_audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
        for event in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        """CREATE OR REPLACE FUNCTION agents_audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the audit log only grows'; END $$""",
        """CREATE TRIGGER agents_audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON agents_audit
        FOR EACH STATEMENT EXECUTE FUNCTION agents_audit_only_grows()""",
    ),
}
"""Keeps our own mistakes away; who may drop a trigger is found out by the chain."""

SPENDING = sa.Table(
    "agents_spending",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("run", sa.Text, nullable=False, index=True),
    sa.Column("repository", sa.Text, nullable=False),
    sa.Column("month", sa.String(7), nullable=False),
    sa.Column("requests", sa.Integer, nullable=False),
    sa.Column("tokens", sa.BigInteger, nullable=False),
    sa.Column("micro_usd", sa.BigInteger, nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Index("agents_spending_month", "repository", "month"),
)
"""A row for each request to a language model; ``micro_usd`` are millionths of a dollar."""

VERSION = sa.Table("agents_schema", METADATA, sa.Column("version", sa.Integer, primary_key=True))

Migration = Callable[[sa.Connection], None]


def _first(connection: sa.Connection) -> None:
    METADATA.create_all(connection, tables=[RUNS, DELIVERIES, THREADS, MARKS, WORKERS])


def _audit(connection: sa.Connection) -> None:
    METADATA.create_all(connection, tables=[AUDIT, AUDIT_HEAD])
    for statement in APPEND_ONLY[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def _spending(connection: sa.Connection) -> None:
    METADATA.create_all(connection, tables=[SPENDING])


MIGRATIONS: Sequence[Migration] = (_first, _audit, _spending)
"""In order; a released one is never changed, a new one is added at the end."""

LOCK = 7_419_260_533
"""PostgreSQL's advisory lock that lets one process migrate at a time: any number that is ours alone."""


def migrate(connection: sa.Connection) -> int:
    """Bring the schema up to date inside the caller's transaction; returns its version."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    VERSION.create(connection, checkfirst=True)
    at = connection.execute(sa.select(VERSION.c.version)).scalar()
    for step in MIGRATIONS[at or 0 :]:
        step(connection)
    if at is None:
        connection.execute(VERSION.insert().values(version=len(MIGRATIONS)))
    elif at < len(MIGRATIONS):
        connection.execute(VERSION.update().values(version=len(MIGRATIONS)))
    return max(at or 0, len(MIGRATIONS))
