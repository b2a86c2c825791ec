"""`make bench`: figures, printed; nothing here passes or fails.

Comparisons are ratios within this one run. The demo year is loaded into LONGLEAF_VAR if missing.
"""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "longleaf.config.settings"
os.environ["LONGLEAF_DEMO"] = "1"

from benchmarks import credentials, pages, rules
from longleaf.cli import surroundings
from longleaf.cli.run import set_up


def main() -> None:
    folder = surroundings.settle(None)
    with surroundings.database(folder):
        set_up(folder, demo=True)
        pages.run()
        rules.run()
        credentials.run()


if __name__ == "__main__":
    main()
