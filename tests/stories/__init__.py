"""Stories: what people say to the bot, and what they are told. See README.md."""
