"""What a directory says, read into our own words: plain Python."""
