"""Closures as changes make and lift them."""
