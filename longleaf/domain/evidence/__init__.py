"""What an educator hands in, when it is complete, and what of it stays open."""
