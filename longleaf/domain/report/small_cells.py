"""Small cells: the rule stands on the lowest floor, where the policy engine can use it too."""

from longleaf.basis.small_cells import LEAST_SHOWN, hide_small

__all__ = ["LEAST_SHOWN", "hide_small"]
