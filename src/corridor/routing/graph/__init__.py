"""The line graph, where each directed leg is a vertex, and the exact searches over it."""
