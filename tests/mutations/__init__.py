"""Valid answers of every dialect, every field of them mutated, through the real pipeline.

`values` what a field may be spoiled with · `bodies` valid answers · `spellings` how a picture may
be given · `steps` mutations of JSON · `wire` of bytes, labels and lines · `strategy` puts them
together · `office` asks for them all · `pages` opens every page · `judge` says what went wrong.
`replays_*` are tables of answers written by hand. `make mutations N=1000` runs many.
"""
