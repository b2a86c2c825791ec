"""The fixed words of a definition: kinds of artifact and license, grade spans, categories."""

from dataclasses import dataclass
from typing import Final

LICENSE_KINDS: Final = ("teacher", "student_services", "administrator")
GRADE_SPANS: Final = ("K-5", "6-12")
RENEWAL_CATEGORIES: Final = (
    "academic",
    "literacy",
    "digital_learning",
    "discipline",
    "executive",
    "general",
)
PART_KINDS: Final = ("questions", "artifacts", "reflection")


@dataclass(frozen=True, slots=True)
class ArtifactKind:
    """One kind of thing an educator may hand in as proof.

    Attributes:
        key: Stable name used in definitions.
        title: What pages call it.
        sentence: What it is, in one sentence.
        may_show_students: Whether students or their work usually appear in it, so that the
            educator must say how privacy is protected.
    """

    key: str
    title: str
    sentence: str
    may_show_students: bool = False


ARTIFACT_KINDS: Final = (
    ArtifactKind(
        "lesson_plan",
        "Lesson or unit plan",
        "A plan you taught from, with the objective, the steps and how you checked learning.",
    ),
    ArtifactKind(
        "assessment",
        "Assessment or scoring guide",
        "A task, quiz, checklist or scoring guide that you wrote or adapted.",
    ),
    ArtifactKind(
        "student_work",
        "Student work samples",
        "Work by students with names removed, with your notes on what it shows.",
        may_show_students=True,
    ),
    ArtifactKind(
        "classroom_video",
        "Video of practice",
        "A recording of you at work with students or colleagues, made with consent.",
        may_show_students=True,
    ),
    ArtifactKind(
        "audio",
        "Audio recording",
        "A recording of a lesson, conference or conversation, made with consent.",
        may_show_students=True,
    ),
    ArtifactKind(
        "photo",
        "Photo of the learning environment",
        "A picture of a room, wall, tool or display; no student's face or name in it.",
        may_show_students=True,
    ),
    ArtifactKind(
        "observation_record",
        "Observation record",
        "Dated notes by a peer, coach or principal who watched you work.",
    ),
    ArtifactKind(
        "coaching_log",
        "Coaching log",
        "A dated record of coaching or mentoring conversations and what was agreed.",
    ),
    ArtifactKind(
        "student_reflection",
        "Student interview or reflection",
        "What students said or wrote about their own learning, with names removed.",
        may_show_students=True,
    ),
    ArtifactKind(
        "survey",
        "Survey and its results",
        "The questions you asked, the answers in summary, and what you made of them.",
    ),
    ArtifactKind(
        "data_display",
        "Data table or graph",
        "Figures you worked from, with no student who could be recognized.",
        may_show_students=True,
    ),
    ArtifactKind(
        "family_communication",
        "Communication with families",
        "A letter, message, call log or meeting plan for families, with names removed.",
        may_show_students=True,
    ),
    ArtifactKind(
        "team_minutes",
        "Minutes of a learning team",
        "Dated notes of a professional learning community or team meeting and its decisions.",
    ),
    ArtifactKind(
        "slides",
        "Slides or handout for colleagues",
        "Material from a session that you led for other educators.",
    ),
    ArtifactKind(
        "policy_document",
        "Plan or policy document",
        "A school plan, schedule, protocol or policy that you wrote or led.",
    ),
    ArtifactKind(
        "written_reflection",
        "Written reflection",
        "Your own account of what you did, what happened and what you would change.",
    ),
    ArtifactKind(
        "self_assessment",
        "Self-assessment",
        "Your rating of your own practice against stated criteria, with reasons.",
    ),
    ArtifactKind(
        "external_certificate",
        "Certificate from elsewhere",
        "Proof from another organization that you completed or attained something.",
    ),
    ArtifactKind(
        "digital_product",
        "Link to a digital product",
        "A page, site, document or app that you made, at an address that reviewers can open.",
    ),
    ArtifactKind(
        "portfolio_index",
        "Portfolio index or annotation",
        "A guide to your other artifacts that says which one shows what.",
    ),
)

# What proves a consent lies in a locker too; no micro-credential asks for it, and nobody but its
# owner opens it, since it carries names.
CONSENT_FORM: Final = ArtifactKind(
    "consent_form",
    "Signed consent forms",
    "The forms that families or students signed; only you can open them.",
    may_show_students=True,
)
ARTIFACT_KIND_KEYS: Final = tuple(kind.key for kind in ARTIFACT_KINDS)
_BY_KEY: Final = {kind.key: kind for kind in (*ARTIFACT_KINDS, CONSENT_FORM)}


def artifact_kind(key: str) -> ArtifactKind:
    """The kind with this key.

    Raises:
        KeyError: If there is none.
    """
    return _BY_KEY[key]
