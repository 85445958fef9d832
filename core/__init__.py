"""The bot itself, pure: rules in, decisions out."""
