"""Answers and networks in the formats of other tools."""
