"""The journal's nouns: accounts, lots, operations, the chain."""
