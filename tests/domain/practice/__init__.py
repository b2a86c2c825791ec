"""The lay of the land."""
