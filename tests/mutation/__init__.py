"""Mutation testing of the rules: does a test notice when a line of `longleaf.policy` changes?"""
