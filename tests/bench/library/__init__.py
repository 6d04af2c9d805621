"""(l) The library: every kind of search at a thousand, a hundred thousand and a million pictures."""
