"""Badges: an award made a signed, displayable document."""
