"""PgBouncer in transaction mode between the tests and PostgreSQL, where ``PGBOUNCER`` names its program."""

from __future__ import annotations

import atexit
import os
import pwd
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

_INI = """
[databases]
* = host={server} user=postgres
[pgbouncer]
unix_socket_dir = {folder}
unix_socket_mode = 0777
listen_port = 6432
auth_type = any
pool_mode = transaction
default_pool_size = 6
max_client_conn = 2000
max_db_connections = 12
server_reset_query =
logfile = {folder}/log
pidfile = {folder}/pid
"""


def program() -> str:
    """Where PgBouncer is, empty if the tests are to go without."""
    return os.environ.get("PGBOUNCER", "")


@cache
def started(server: str) -> str:
    """The folder of the socket of a PgBouncer before the server at that socket; it ends with this process."""
    folder = Path(tempfile.mkdtemp(prefix="connects-pooler-"))
    folder.chmod(0o777)
    (folder / "ini").write_text(_INI.format(folder=folder, server=server))
    (folder / "ini").chmod(0o644)
    user = pwd.getpwuid(os.stat(server).st_uid).pw_name
    more = ("-u", user) if os.getuid() == 0 else ()
    process = subprocess.Popen([program(), "-q", *more, str(folder / "ini")])
    atexit.register(process.terminate)
    for _ in range(100):
        if (folder / ".s.PGSQL.6432").exists():
            return str(folder)
        time.sleep(0.05)
    raise RuntimeError(f"PgBouncer did not start: {(folder / 'log').read_text()}")
