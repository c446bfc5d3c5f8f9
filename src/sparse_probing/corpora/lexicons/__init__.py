"""The words and patterns of written corpora."""
