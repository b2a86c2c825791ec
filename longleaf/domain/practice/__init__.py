"""The lay of the land, what districts do: still to come."""
