"""Finding pictures: one index row a picture holds its words and its facts, one match answers."""
