"""What a network file says, as frozen values, and the network seen on a day."""
