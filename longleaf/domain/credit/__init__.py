"""Credit: the ledger, and what an award or an activity is worth when it is entered."""
