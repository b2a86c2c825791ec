"""A small complete definition for tests to start from and to damage."""

from typing import Any


def small_definition() -> dict[str, Any]:
    """A fresh copy, in the canonical order and form."""
    return {
        "slug": "wait-time",
        "title": "Wait Time",
        "summary": "Give students time to think before they answer.",
        "competency": "The educator waits at least three seconds after asking a question.",
        "audience": ["teacher"],
        "grade_spans": ["K-5", "6-12"],
        "key_method": {
            "title": "Ask, wait, call",
            "description": "Ask first, wait, and only then choose who answers.",
            "components": [
                {"key": "ask", "title": "Ask", "description": "Ask everyone."},
                {"key": "wait", "title": "Wait", "description": "Count to three."},
            ],
        },
        "research": [{"citation": "Rowe (1986).", "summary": "Waiting helps.", "url": None}],
        "resources": [{"title": "A timer", "description": "Any will do.", "url": None}],
        "evidence": {
            "parts": [
                {
                    "key": "context",
                    "kind": "questions",
                    "title": "Context",
                    "guidance": "Set the scene.",
                    "questions": [
                        {"key": "class", "prompt": "Who?", "min_words": 10, "max_words": 100}
                    ],
                    "requests": [],
                },
                {
                    "key": "artifacts",
                    "kind": "artifacts",
                    "title": "Proof",
                    "guidance": "No names.",
                    "questions": [],
                    "requests": [
                        {
                            "key": "recording",
                            "title": "A recording",
                            "guidance": "Five minutes.",
                            "kinds": ["classroom_video", "audio"],
                            "minimum": 1,
                            "maximum": 2,
                        }
                    ],
                },
                {
                    "key": "reflection",
                    "kind": "reflection",
                    "title": "Reflection",
                    "guidance": "Be honest.",
                    "questions": [
                        {"key": "change", "prompt": "And now?", "min_words": 0, "max_words": 200}
                    ],
                    "requests": [],
                },
            ]
        },
        "rubric": {
            "levels": [
                {"key": "not_yet", "title": "Not yet"},
                {"key": "meets", "title": "Demonstrated"},
                {"key": "strong", "title": "Strong"},
            ],
            "passing_level": "meets",
            "criteria": [
                {
                    "key": "pause",
                    "title": "Pause",
                    "part": ["artifacts"],
                    "descriptions": {
                        "not_yet": "Answers follow at once.",
                        "meets": "Most questions get three seconds.",
                        "strong": "Every question gets three seconds.",
                    },
                    "next_step": "Count under your breath.",
                }
            ],
        },
        "alignments": [{"framework": "ncpts", "element": "IV-c"}],
        "renewal_categories": ["academic"],
        "effort_hours": "4.5",
        "tags": ["questioning"],
    }
