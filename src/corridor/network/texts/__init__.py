"""The texts of a file: how that of one field becomes its value."""
