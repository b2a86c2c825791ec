"""Awards: the decision that mastery was shown, and how it may change afterwards."""
