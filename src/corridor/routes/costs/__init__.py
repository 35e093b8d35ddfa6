"""What a shipment is, and what a route of it costs and emits."""
