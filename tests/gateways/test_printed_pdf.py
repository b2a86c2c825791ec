"""A neutral document set as PDF: it says what its blocks say."""

from datetime import date

from longleaf.basis.chart import Figure, Frame, bars
from longleaf.basis.printed import (
    Bullets,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Signature,
    Table,
    as_data,
)
from longleaf.gateways.charts import VegaCharts
from longleaf.gateways.pdf import TypstPdf
from tests.printed import said_in

DAY = date(2026, 6, 30)


def test_every_kind_of_block_stands_in_the_pdf() -> None:
    frame = Frame("Share", "Percent", "The unit tests' report", "June 30, 2026")
    png = VegaCharts().png(bars([Figure("2025", 24, "24")], frame).spec)
    document = Document(
        "Mastery first",
        (
            Heading(1, "Measures"),
            Paragraph((Run("Plain "), Run("strong", is_strong=True), Run("\nthe next line"))),
            Paragraph("#panic() stays as it is", is_aside=True),
            Bullets(("first point", "second point"), is_numbered=True),
            Table("Figures by year", ("Year", "Share"), (("2025", "24"),), right=(1,)),
            Facts((("Baseline", "24 percent"),)),
            Picture(png, "A bar of 24 percent", "Share of repeats"),
            PageBreak(),
            Signature("Chloe Park", "Coordinator"),
        ),
        author="Northfield Schools",
        made_on=DAY,
        subtitle="An alternative renewal plan",
    )
    said = said_in(TypstPdf().compile("printed", as_data(document)))
    for words in (
        "Mastery first", "An alternative renewal plan", "Measures", "strong", "the next line",
        "#panic()", "second point", "Figures by year", "24 percent", "Share of repeats",
        "Chloe Park", "Coordinator",
    ):  # fmt: skip
        assert words in said, words
