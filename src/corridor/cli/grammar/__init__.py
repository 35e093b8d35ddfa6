"""What can be typed: commands and their arguments."""
