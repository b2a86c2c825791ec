"""The lay of the land: who does what, which policy says what, and where each was read."""
