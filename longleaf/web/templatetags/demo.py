"""Tags of the sign-in pages that say something in a demo, and nothing anywhere else."""

from uuid import UUID

from django import template
from django.conf import settings

from longleaf.gateways.wiring import ports
from longleaf.records.queries import demo

register = template.Library()


@register.simple_tag
def demo_people() -> list[demo.DemoPerson]:
    """Whom a visitor of the demo can sign in as."""
    return demo.demo_people() if settings.DEMO else []


@register.simple_tag
def demo_password() -> str:
    """The one password of the demo's people."""
    return str(settings.DEMO_PASSWORD) if settings.DEMO else ""


@register.simple_tag
def demo_code(person: UUID) -> str:
    """The present code of a demo account's second factor."""
    return demo.demo_code(person, now=ports().clock.now()) if settings.DEMO else ""
