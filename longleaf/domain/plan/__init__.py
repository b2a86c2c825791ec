"""Alternative license renewal plans: still to come."""
