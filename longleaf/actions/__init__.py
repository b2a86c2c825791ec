"""Floor 5: the verbs. Permission, decision, write and audit event, in one transaction each."""
