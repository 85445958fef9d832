"""Many at once on the same Connects, jobs and auctions: `python -m tests.concurrency`."""
