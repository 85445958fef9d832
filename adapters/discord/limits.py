"""Discord's limits, as its documentation of messages, components and commands states them."""

from __future__ import annotations

DESCRIPTION = 4096
"""Of an embed; a message's embeds hold TOTAL in all."""
TOTAL = 6000
TITLE = 256
FOOTER = 2048
FIELDS, FIELD_NAME, FIELD_VALUE = 25, 256, 1024
ROWS, IN_ROW = 5, 5
CUSTOM_ID = 100
LABEL = 80
"""Of a button."""
SELECT = 25
"""Options of a select, each with a label and a value of at most OPTION."""
OPTION = 100
MODAL_TITLE = 45
MODAL_PARTS = 5
MODAL_LABEL, MODAL_ABOUT = 45, 100
"""Of a field: what it is called, and what stands below that."""
INPUT = 4000
PLACEHOLDER = 100
THREAD_NAME = 100
CHOICES, CHOICE = 25, 100
COMMAND_TEXT = 100
"""Of a command's or an option's description."""
STRING = 6000
"""The longest text that an option may ask for."""
WHOLE = 2**53 - 1
ALT = 1024
"""Signs of the words that stand for a picture (Discord's reference, "Attachment Object")."""
