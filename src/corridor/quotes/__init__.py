"""Quotes: what a forwarder sends to a client, in four languages and four forms."""
