"""The exact bytes that are signed: RDFC-1.0 for JSON-LD, JCS for plain JSON."""
