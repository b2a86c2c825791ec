"""Decentralized identifiers: one file per method."""
