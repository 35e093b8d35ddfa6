"""Reported journeys held against the network, and times fitted to them."""
