"""Floor 5: the outside, behind the ports of `longleaf.basis.ports`."""
