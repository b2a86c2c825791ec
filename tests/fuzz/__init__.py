"""Mutated documents through everything that reads what strangers hand in."""
