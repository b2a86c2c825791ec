"""Longleaf: educators' professional learning by demonstrated mastery."""
