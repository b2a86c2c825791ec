"""Renewal: where a license cycle stands."""
