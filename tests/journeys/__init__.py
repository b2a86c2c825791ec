"""Whole stories, as people live them: in a real browser, against a real server."""
