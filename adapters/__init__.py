"""The platforms, the storage: whatever the core is plugged into."""
