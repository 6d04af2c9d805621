"""The index and the history of prompts: how they are made and kept true."""
