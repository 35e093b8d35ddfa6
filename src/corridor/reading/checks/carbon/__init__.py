"""Checks of emission factors, grids, traction and assumptions."""
