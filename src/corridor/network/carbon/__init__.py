"""What the file says of emissions: factors, grids, traction, assumptions."""
