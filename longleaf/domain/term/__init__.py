"""The common language: words as observed in practice, and as the product uses them."""
