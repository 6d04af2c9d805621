"""The people's pages: sign-in, first run, keys, profile."""
