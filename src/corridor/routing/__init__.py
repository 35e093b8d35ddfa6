"""From a question to its answer: the best route, the best few, trade-offs, or why there is none."""
