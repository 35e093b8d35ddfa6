"""How values are printed: on one screen, in full, in three lines, and in notebooks."""
