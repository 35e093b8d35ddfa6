"""The question and the answer: requests, shipments, routes, costs, and how they print."""
