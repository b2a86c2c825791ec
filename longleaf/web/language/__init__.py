"""Pages of the common language for those who record, propose, comment and decide."""
