"""Values to the texts of a file, and back."""
