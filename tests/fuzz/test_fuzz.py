from random import Random

from tests.fuzz.mutate import mutated
from tests.fuzz.run import _said as said  # what a run asks of each
from tests.fuzz.run import documents, run, seeds


def test_every_seed_is_good_as_it_stands() -> None:
    assert [said(seed) for seed in seeds()] == ["good"] * len(seeds())


def test_a_document_can_be_made_again_by_its_number() -> None:
    original = seeds()[0]
    assert mutated(Random("7/1"), original) == mutated(Random("7/1"), original)  # noqa: S311  # repeatable


def test_few_mutations_leave_a_document_as_it_was() -> None:
    same = sum(original == document for _, original, document in documents(300, seed=1))
    assert same < 15


def test_mutated_documents_do_no_harm() -> None:
    """A short run; `make fuzz` tries a million."""
    outcome = run(1_500, seed=20_260_101)
    assert outcome.harm == []
    assert outcome.seen.total() == 1_500
