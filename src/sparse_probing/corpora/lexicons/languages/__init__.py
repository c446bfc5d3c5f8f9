"""Words and patterns of sentences, a module a language."""
