"""Something to look at: a small team with its pictures, or a library big enough to measure."""

PASSWORD = "paper boats in the rain"  # of everybody in the demonstration
