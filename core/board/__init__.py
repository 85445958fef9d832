"""The board's nouns: jobs and proposals."""
