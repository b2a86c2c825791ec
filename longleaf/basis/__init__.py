"""Floor 1: what every floor may use. Nothing enters with fewer than three users."""
