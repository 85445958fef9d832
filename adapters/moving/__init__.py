"""Files of balances from elsewhere, read into lines; see adapters/README.md."""
