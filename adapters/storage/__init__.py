"""Where the bot keeps its things: SQLite, through SQLAlchemy Core. Begin with `open.open_storage`."""
