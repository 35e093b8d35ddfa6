"""Helpers of the tests: oracles, generated networks, small networks written by hand."""
