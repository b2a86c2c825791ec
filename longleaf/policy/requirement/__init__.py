"""Kinds of requirement, one to a file."""
