"""What the product costs and how quick it is, measured on the real thing. Prints, never judges."""
