"""Floor 2: signed documents. Knows the standards (VC 2.0, Open Badges 3.0), not us.

Pure and offline: no clock, no network, no database. Time, keys of others, status lists and
who recognizes whom come in as arguments (`ports`).
"""
