"""The same rules over columns: the standing of everybody in a state, as `evaluate` defines it.

`standing.standings(rules, frames, on)` is the entry; `frames.Frames` is what it takes;
`folder.facts_in(path)` reads Parquet in batches. See docs/algorithms/columnar.md.
"""
