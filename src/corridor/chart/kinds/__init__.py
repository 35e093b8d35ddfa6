"""One picture each."""
