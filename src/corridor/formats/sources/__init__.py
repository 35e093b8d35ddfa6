"""Networks from what other tools hold: tables, GMNS, graphs, lines."""
