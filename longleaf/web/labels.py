"""What pages call the fixed words of a definition."""

from typing import Final

from longleaf.domain.microcredential.kinds import ARTIFACT_KINDS

LICENSE_KINDS: Final = {
    "teacher": "Teachers",
    "student_services": "Student services professionals",
    "administrator": "School administrators",
}
GRADE_SPANS: Final = {"K-5": "Grades K–5", "6-12": "Grades 6–12"}
CATEGORIES: Final = {
    "academic": "Academic subject area",
    "literacy": "Literacy",
    "digital_learning": "Digital learning competencies",
    "discipline": "Professional discipline",
    "executive": "School executive standards",
    "general": "General credit",
}
PART_KINDS: Final = {
    "questions": "Questions",
    "artifacts": "Artifacts from practice",
    "reflection": "Reflection",
}
ARTIFACTS: Final = {kind.key: kind.title for kind in ARTIFACT_KINDS}
ORGANIZATION_KINDS: Final = {
    "department": "State department",
    "lea": "LEA",
    "partner": "Partner",
    "school": "School",
}
EVERY: Final = {**LICENSE_KINDS, **GRADE_SPANS, **CATEGORIES, **PART_KINDS, **ARTIFACTS}
