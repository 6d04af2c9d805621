"""One picture by itself: its neighbours, details, favourites and tags."""
