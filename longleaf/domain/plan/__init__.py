"""An LEA's alternative license renewal plan: what it must say, its review, whom it covers."""
