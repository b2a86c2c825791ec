"""The micro-credential's definition: competency, method, evidence asked for, rubric, version."""
