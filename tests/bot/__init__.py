"""The owner: settings, commands of the shell."""
