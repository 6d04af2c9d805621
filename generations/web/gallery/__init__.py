"""Lists of pictures: searching, scrolling, headings, saved searches."""
