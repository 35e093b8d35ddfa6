"""What a path costs and emits, and the line graph weighed by it."""
