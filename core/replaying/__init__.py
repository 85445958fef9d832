"""The journal lived through once more on a copy of the books, under another policy."""
