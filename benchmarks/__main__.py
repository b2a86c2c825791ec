"""`make bench`: figures, printed; nothing here passes or fails.

Comparisons are ratios within this one run. The demo year is loaded into LONGLEAF_VAR if missing.
"""

import logging
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "longleaf.config.settings"
os.environ["LONGLEAF_DEMO"] = "1"

from longleaf.cli import surroundings
from longleaf.cli.run import set_up


def main() -> None:
    folder = surroundings.settle(None)
    with surroundings.database(folder):
        set_up(folder, demo=True)
        import django  # noqa: PLC0415 - once the database is there and its address is known

        django.setup()
        logging.disable(logging.WARNING)
        from benchmarks import (  # noqa: PLC0415 - they read the settings
            assignment,
            bulk_awards,
            credentials,
            pages,
            rules,
            status_lists,
            tokens,
            whole_state,
        )

        pages.run()
        rules.run()
        assignment.run()
        whole_state.run()
        credentials.run()
        status_lists.run()
        bulk_awards.run()
        tokens.run()


if __name__ == "__main__":
    main()
