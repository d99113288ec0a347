"""How safe a PostgreSQL server is for what the hub acknowledges: every setting that could lose a commit."""

from sqlalchemy import Connection

from hub.database.contract import Finding
from hub.database.tx import Tx

OLDEST_VERSION = 130_000
"PostgreSQL 13: the first with pg_current_snapshot() and 64-bit transaction ids."
SAFE_COMMITS = {"on", "remote_apply"}

_STANDBYS = "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')"


def look(tx: Tx, _: None) -> list[Finding]:
    """Return the findings, the most telling first."""
    connection = tx.connection
    return [
        _standby(connection),
        *[_switch(connection, name) for name in ("fsync", "full_page_writes")],
        *_rest(connection),
    ]


def _standby(connection: Connection) -> Finding:
    commits = _setting(connection, "synchronous_commit")
    names = _setting(connection, "synchronous_standby_names")
    alive = int(connection.exec_driver_sql(_STANDBYS).scalar_one())
    told = f"synchronous_commit={commits}, synchronous_standby_names={names!r}, standbys in step: {alive}"
    safe = commits in SAFE_COMMITS and bool(names) and alive > 0
    return Finding("ok" if safe else "unsafe", "synchronous_standby", told)


def _switch(connection: Connection, name: str) -> Finding:
    value = _setting(connection, name)
    return Finding("ok" if value == "on" else "unsafe", name, f"{name}={value}")


def _rest(connection: Connection) -> list[Finding]:
    version = int(_setting(connection, "server_version_num"))
    encoding = _setting(connection, "server_encoding")
    return [
        Finding("ok" if version >= OLDEST_VERSION else "error", "server_version", f"server_version_num={version}"),
        Finding("ok" if encoding == "UTF8" else "error", "server_encoding", f"server_encoding={encoding}"),
    ]


def _setting(connection: Connection, name: str) -> str:
    return str(connection.exec_driver_sql(f"SHOW {name}").scalar_one())
