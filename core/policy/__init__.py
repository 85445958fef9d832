"""The numbers a community decides by."""
