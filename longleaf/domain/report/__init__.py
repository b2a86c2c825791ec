"""Reports: figures that no one can be picked out of."""
