"""Standards and competencies that a micro-credential can be aligned to."""
