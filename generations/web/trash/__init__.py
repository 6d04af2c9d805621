"""The trash, and deleting for ever."""
