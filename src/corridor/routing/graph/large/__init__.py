"""Large line graphs: their arcs in flat arrays, and the search over them."""
