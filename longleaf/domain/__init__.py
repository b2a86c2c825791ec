"""Floor 3: the story of learning, award and renewal, one folder per term; pure."""
