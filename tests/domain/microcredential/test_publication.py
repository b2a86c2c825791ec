from longleaf.domain.microcredential.publication import may_publish


def test_a_second_person_may_publish() -> None:
    assert may_publish({"amina"}, "ben").allowed


def test_an_author_may_not_publish_even_with_a_second_author() -> None:
    decision = may_publish(["amina", "ben"], "ben")
    assert not decision.allowed
    assert "second person" in decision.reason


def test_nobody_may_publish_what_has_no_author_on_record() -> None:
    decision = may_publish([], "ben")
    assert not decision.allowed
    assert "No author" in decision.reason
