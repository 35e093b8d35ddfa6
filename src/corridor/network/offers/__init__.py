"""What a price is for: the conditions of rules, and corridors that could use an offer."""
