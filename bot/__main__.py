"""``python -m bot`` is ``connects``."""

import sys

from bot.cli import main

sys.exit(main())
