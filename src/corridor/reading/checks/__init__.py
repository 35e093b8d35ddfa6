"""Rules between fields: one function for each notice code."""
