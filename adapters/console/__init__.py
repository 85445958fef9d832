"""The console: the bot in a terminal, with no account anywhere."""
