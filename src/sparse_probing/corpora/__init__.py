"""Corpora that are written here, for experiments without data."""
