"""The workspace's pages, by what is on them. `urls.py` says which address is whose."""
