"""Studies of routes: comparison, explanation, weak points, capacity, indicators."""
