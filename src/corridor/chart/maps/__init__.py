"""Coastlines, projections and the map of routes."""
