"""Tests of the Discord adapter, and a Discord of their own to run against."""
