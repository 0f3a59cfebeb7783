"""Database engines of RDS and Aurora: versions, parameter groups, ports, log exports.

Versions are the newest major ones that AWS offers for new instances; a major version alone lets AWS choose the minor
one and keep it patched. Families and log names are those of the RDS API reference (DescribeDBEngineVersions).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ENGINE_WORDS: Mapping[str, str] = {
    "postgresql": "postgres", "postgres": "postgres", "postgre": "postgres", "mysql": "mysql", "mariadb": "mariadb",
    "oracle": "oracle-se2", "sql server": "sqlserver-ex", "sqlserver": "sqlserver-ex", "mssql": "sqlserver-ex",
    "oracle enterprise": "oracle-ee", "sql server standard": "sqlserver-se", "sql server enterprise": "sqlserver-ee",
    "oracle-ee": "oracle-ee", "oracle-se2": "oracle-se2", "sqlserver-ex": "sqlserver-ex",
    "sqlserver-se": "sqlserver-se",
    "sqlserver-ee": "sqlserver-ee", "sqlserver-web": "sqlserver-web",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine. ``family`` is the parameter group's prefix and ``parts`` how many parts of the version follow it;
    ``parameters`` (name → value) turn on TLS and statement logging."""

    id: str
    version: str
    port: int
    family: str
    parts: int
    logs: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)
    license: str | None = None
    default_name: bool = True


POSTGRES_PARAMETERS = {
    "rds.force_ssl": "1", "log_statement": "ddl", "log_min_duration_statement": "1000", "log_connections": "1",
}  # fmt: skip
MYSQL_PARAMETERS = {"require_secure_transport": "1", "slow_query_log": "1", "long_query_time": "1"}

ENGINES: Mapping[str, Engine] = {
    engine.id: engine
    for engine in (
        Engine("postgres", "17", 5432, "postgres", 1, ("postgresql", "upgrade"), POSTGRES_PARAMETERS),
        Engine("mysql", "8.4", 3306, "mysql", 2, ("audit", "error", "general", "slowquery"), MYSQL_PARAMETERS),
        Engine("mariadb", "11.4", 3306, "mariadb", 2, ("audit", "error", "general", "slowquery"), MYSQL_PARAMETERS),
        Engine(
            "oracle-se2", "19", 1521, "oracle-se2-", 1, ("alert", "audit", "listener", "trace"),
            license="license-included",
        ),
        Engine(
            "oracle-ee", "19", 1521, "oracle-ee-", 1, ("alert", "audit", "listener", "trace"),
            license="bring-your-own-license",
        ),
        *(
            Engine(
                name, "16.00", 1433, f"{name}-", 1, ("agent", "error"), {"rds.force_ssl": "1"}, "license-included",
                False
            )
            for name in ("sqlserver-ex", "sqlserver-web", "sqlserver-se", "sqlserver-ee")
        ),
        Engine("aurora-postgresql", "17.5", 5432, "aurora-postgresql", 1, ("postgresql",), POSTGRES_PARAMETERS),
        Engine(
            "aurora-mysql", "8.0", 3306, "aurora-mysql", 2, ("audit", "error", "general", "slowquery"),
            {"require_secure_transport": "ON", "server_audit_logging": "1", "server_audit_events": "CONNECT,QUERY_DDL"},
        ),
    )
}  # fmt: skip


def engine_of(word: Any, default: str = "postgres") -> Engine:
    """The engine for a request's word or for an engine's own id."""
    text = str(word or default).lower()
    return ENGINES.get(text) or ENGINES[ENGINE_WORDS.get(text, default)]


def family_of(engine: Engine, version: str) -> str:
    """The parameter group family of a version: ``postgres17``, ``mysql8.4``, ``sqlserver-ex-16.0``."""
    parts = version.split(".")
    if engine.id.startswith("sqlserver"):
        return f"{engine.family}{int(parts[0])}.0"
    count = 2 if engine.id == "postgres" and parts[0].isdigit() and int(parts[0]) < 10 else engine.parts
    return engine.family + ".".join(parts[:count])


def supports_insights(engine: Engine, instance_class: Any) -> bool:
    """Whether Performance Insights runs there: not for MySQL and MariaDB on the smallest burstable classes."""
    small = str(instance_class).endswith((".micro", ".small"))
    return not (small and engine.id in {"mysql", "mariadb"})


NO_INSIGHTS = "Performance Insights does not run on this engine and instance class."
"""Why the finding stays where it does not run."""
