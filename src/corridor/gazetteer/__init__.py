"""Places beyond the network: cities, countries and coordinates, joined to the terminals near."""
