"""Verbs on evidence: begin, write, add, declare, submit, withdraw, revise."""
