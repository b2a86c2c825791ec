"""Write docs/glossary.md from North Carolina's glossary; a test fails while the two differ."""

from pathlib import Path

from longleaf.domain.term.glossary import as_markdown, glossary_from_yaml

if __name__ == "__main__":
    root = Path(__file__).resolve().parent.parent
    source = root / "jurisdictions/north_carolina/terms/glossary.yaml"
    usages = source.with_name("usages.yaml").read_text(encoding="utf-8")
    text = source.read_text(encoding="utf-8")
    glossary = glossary_from_yaml(text, name=source.name, usages=usages)
    (root / "docs/glossary.md").write_text(as_markdown(glossary), encoding="utf-8")
