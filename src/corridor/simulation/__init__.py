"""How long many shipments take: Monte Carlo over estimates."""
