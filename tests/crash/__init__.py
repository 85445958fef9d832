"""Crash and power cut: what was acknowledged is there once, whatever the bot died of."""
