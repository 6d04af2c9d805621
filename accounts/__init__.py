"""People and what is theirs: accounts, keys, sign-in, limits, and the pages about them.

Jobs and pictures are in `generations`; what surrounds every request is in `imagehub`.
"""
