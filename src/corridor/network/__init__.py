"""What a network file says, as frozen nouns, and the network seen on a day."""
