"""What if: changes to a network, and many questions at once."""
