"""Config and catalog as checked, frozen models."""
