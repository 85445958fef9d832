"""Slack through slack-bolt."""
