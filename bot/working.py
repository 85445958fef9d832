"""``python -m bot.working TASK COMMUNITY NOW``: one task of the workshop, started by the bot alone.

The database's address, which may hold a password, comes in the environment. What was asked comes on
standard input, as a stored reply. On standard output go JSON objects, one a line: ``percent`` as it
goes on, and at the end ``reply``, or ``broke`` with what went wrong.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence

from adapters.storage.past import SqlitePast
from adapters.storage.verify import reader
from bot.workshop import DATABASE
from core.commands import exporting_all, preview
from core.instants import Instant
from core.ports import Tell
from core.replaying.past import Past
from core.speech import codec
from core.speech.reply import Reply

Task = Callable[[int, Past, Reply, Instant, Tell], Reply]
TASKS: Mapping[str, Task] = {"preview": preview.finish, "export": exporting_all.finish}
NICE = 10


def main(arguments: Sequence[str]) -> int:
    """Do a task; 0 if there is an answer."""
    task, community, now = arguments
    with contextlib.suppress(AttributeError, OSError):  # Windows has no niceness
        os.nice(NICE)
    gc.disable()  # it ends soon, and what it holds has no cycles
    try:
        asked = codec.read(sys.stdin.read())
        with reader(os.environ[DATABASE], int(community)) as connection:
            past = SqlitePast(connection, int(community))
            reply = TASKS[task](int(community), past, asked, int(now), _tell)
    except Exception:  # the bot puts it into its log
        _say(broke=traceback.format_exc())
        return 1
    _say(reply=codec.document(reply))
    return 0


def _tell(percent: int) -> None:
    _say(percent=percent)


def _say(**said: str | int) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
