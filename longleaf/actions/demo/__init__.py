"""The demonstration year: invented organizations and people, and what they did in a year."""

from longleaf.actions.demo.load import Loaded, NotADemoError, SignIn, load_demo

__all__ = ["Loaded", "NotADemoError", "SignIn", "load_demo"]
