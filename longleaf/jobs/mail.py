"""Sends the mail that acts have queued."""
