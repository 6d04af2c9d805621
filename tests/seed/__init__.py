"""Something to look at: a small team with its pictures, or a library big enough to measure."""
