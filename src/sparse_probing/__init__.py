"""Find the neurons of a language model that encode a human-interpretable feature."""
