"""Review: who may judge whom, who is asked, and what the judgments come to."""
