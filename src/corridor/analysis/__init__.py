"""Studies of routes: comparison, explanation, criticality, capacity, indicators."""
