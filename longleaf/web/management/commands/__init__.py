"""The commands that load data."""
