"""The owner: chooses, starts, stops. Nobody imports it."""
