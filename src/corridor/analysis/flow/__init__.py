"""How much can pass in a year, and what bounds it."""
