"""Workbooks: that of a route, and time/cost-distance tables read back."""
