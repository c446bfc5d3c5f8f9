"""Source files of each format as documents with annotations."""
