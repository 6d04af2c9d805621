"""From what was typed to what is found. Writes nothing."""
