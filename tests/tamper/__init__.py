"""Rows of the journal changed behind the bot's back: each is found, and the first damaged operation named."""
