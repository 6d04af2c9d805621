"""What bytes of pictures are and hold: formats, sizes, colours, thumbnails. No rows, no people."""
