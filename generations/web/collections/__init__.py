"""Collections: their pages and their order made by hand."""
