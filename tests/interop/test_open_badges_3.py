"""A badge with every member of Open Badges 3.0, in an implementation that we did not write.

It keeps the context 3.0.3 as packages have it, without `endorsementJwt`. A learner record cannot
be tried there: no package has CLR's context.
"""

import pytest

from tests.credential.examples import NOW, status_lists
from tests.credential.full_examples import full_signed
from tests.interop.second_implementation import installed

pytestmark = [pytest.mark.interop, pytest.mark.xdist_group("interop")]


@pytest.mark.parametrize("tokens", [False, True], ids=["embedded", "as tokens too"])
def test_a_badge_with_all_there_is_and_its_endorsements_holds_in_theirs(tokens: bool) -> None:
    request = {
        "credential": full_signed(tokens=tokens),
        "lists": status_lists(),
        "now": NOW.isoformat().replace("+00:00", "Z"),
    }
    (answer,) = installed().run(verify=[request])["verify"]
    assert answer["verified"], answer["error"]
