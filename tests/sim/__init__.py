"""Simulations: people who play against the rules."""
