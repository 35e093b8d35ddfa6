"""Prices between places: which corridors could use them."""
