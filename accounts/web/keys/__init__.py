"""Pages of provider keys."""
