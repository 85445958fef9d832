"""The last days once more, under another policy."""
