"""A person's way through the real product, in a real browser."""
