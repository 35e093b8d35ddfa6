"""From bytes to a checked network file, or every problem with its line."""
