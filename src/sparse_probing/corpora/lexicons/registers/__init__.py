"""Patterns of texts by where they come from, a module a register."""
