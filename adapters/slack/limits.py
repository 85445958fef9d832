"""Slack's limits, as its reference of Block Kit and of the Web API states them."""

from __future__ import annotations

BLOCKS = 50
"""Of a message; a view holds VIEW_BLOCKS."""
VIEW_BLOCKS = 100
FALLBACK = 3900
"""Bytes of a message's text beside its blocks; Slack advises to stay below 4,000 signs."""
RICH = 2900
"""Signs that one block of rich text is given here; a section of other text holds 3,000."""
TOTAL = 11_000
"""Signs that the blocks of one message are given here; Slack refuses a message at about 13,000."""
ANSWERS = 4
"""Messages that an answer is given; a response_url takes five posts in 30 minutes."""
IN_ROW = 25
"""Elements of a block of actions."""
LABEL, VALUE = 75, 2000
"""Of a button."""
OPTIONS, OPTION, OPTION_VALUE = 100, 75, 150
INPUT = 3000
INPUT_LABEL = 2000
PLACEHOLDER = 150
TITLE = 24
"""Of a view, and of what its buttons say."""
METADATA = 3000
ID = 255
COMMAND, COMMAND_HELP, COMMAND_HINT = 32, 2000, 1000
