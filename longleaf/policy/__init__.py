"""Floor 2: rules as dated, cited data. Knows the shape of law, and not our terms."""
