"""Acts on many chosen pictures, downloads among them."""
