"""One of every private record, all of Northfield's, for walking every door as somebody else."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from allauth.idp.oidc.models import Client
from django.conf import settings

from longleaf.actions.award import grant_award
from longleaf.actions.bulk_award import Assessed, read_award_file
from longleaf.actions.decision import keep_decision
from longleaf.actions.recognition import register_issuer
from longleaf.actions.registry import Origin, read_registry
from longleaf.credential.registry import Saying
from longleaf.domain.badge.recognition import Draft, IssuerFacts
from longleaf.domain.badge.wallet import WalletScope
from longleaf.domain.organization.actor import RoleKind, system
from longleaf.gateways.wiring import ports
from longleaf.records.models import award as awards
from longleaf.records.models import backpack as backpacks
from longleaf.records.models import badge as badges
from longleaf.records.models import credit as credits
from longleaf.records.models import evidence as evidences
from longleaf.records.models import job as jobs
from longleaf.records.models import media
from longleaf.records.models import microcredential as definitions
from longleaf.records.models import notice as notices
from longleaf.records.models import organization as people
from longleaf.records.models import review as reviews
from longleaf.records.models import trust as trusts
from longleaf.records.models import wallet as wallets
from longleaf.records.queries.organization import hash_token
from tests.brought import a_kept_badge, a_rule
from tests.drafted import a_draft, an_audit, compute_now, the_case
from tests.house.world_gates import GatesOfAll, gates_with_everything
from tests.house.world_language import LanguageOfAll, a_language
from tests.house.world_mark import a_mark
from tests.house.world_plan import PlanOfAll, a_plan_with_everything
from tests.people import NOW, TODAY, Cast, make_cast, organization, person
from tests.stories import a_published_microcredential, a_review, a_submitted_attempt, two_criteria

INVITATION = "a link that only its receiver has"


@dataclass
class World:
    """The cast, its counterparts elsewhere, and one of each record at Northfield."""

    cast: Cast
    elsewhere: dict[RoleKind, people.Person]
    award: awards.Award
    draft: evidences.Submission
    use: evidences.ArtifactUse
    mark: media.Mark
    upload: evidences.Upload
    review: reviews.Review
    version: definitions.Version
    earlier: definitions.Version
    license: credits.License
    decision: UUID
    activity: credits.Activity
    entry: credits.CreditEntry
    role: people.Role
    invitation: people.Invitation
    roster: people.RosterImport
    token: people.AccessToken
    wallet: wallets.WalletConnection
    notice: notices.Notice
    job: jobs.JobRun
    status_list: UUID
    key: UUID
    recognition: UUID
    brought: backpacks.BackpackBadge
    proposal: UUID
    issuer: UUID
    edition: trusts.RegistryEdition
    award_file: UUID
    plan: PlanOfAll
    policy_draft: UUID
    audit: UUID
    audit_case: UUID
    gates: GatesOfAll
    language: LanguageOfAll


def make_world() -> World:
    cast = make_cast()
    award = _award(cast)
    draft, use, upload = _draft(cast)
    attempt = a_submitted_attempt(
        cast,
        version=a_published_microcredential(
            cast, definition=two_criteria("listening", "Listening")
        ),
    )
    version = _draft_version(cast)
    activity = credits.Activity.objects.create(
        person=cast.amina,
        organization=cast.elementary,
        kind="workshop",
        title="A workshop",
        quantity=10,
        unit="clock_hour",
        completed_on=date(2025, 10, 1),
        categories=["general"],
        recorded_by=cast.amina,
        recorded_at=NOW,
    )
    later = ports().clock.now() + timedelta(days=30)
    license = credits.License.objects.create(
        person=cast.amina,
        kind="teacher",
        grade_span="K-5",
        cycle_began_on=date(2021, 7, 1),
        expires_on=date(2027, 6, 30),
    )
    return World(
        cast=cast,
        elsewhere=_elsewhere(cast),
        award=award,
        draft=draft,
        use=use,
        mark=a_mark(use),
        upload=upload,
        review=a_review(attempt, cast.ben),
        version=version,
        earlier=award.version,
        license=license,
        decision=keep_decision(
            by=cast.acting(cast.amina), license=license.pk, purpose="pack", now=NOW
        ),
        activity=activity,
        entry=credits.CreditEntry.objects.get(award=award),
        role=people.Role.objects.get(person=cast.amina, kind="educator"),
        invitation=people.Invitation.objects.create(
            organization=cast.northfield,
            role_kind="educator",
            email="new@example.org",
            token_hash=hash_token(INVITATION),
            invited_by=cast.chloe,
            invited_at=NOW,
            expires_at=later,
        ),
        roster=people.RosterImport.objects.create(
            organization=cast.northfield, read_by=cast.chloe, read_at=NOW, rows=[]
        ),
        token=people.AccessToken.objects.create(
            person=cast.amina,
            name="script",
            token_hash=hash_token("amina's token"),
            hint="amin",
            made_at=NOW,
            expires_at=later,
        ),
        wallet=wallets.WalletConnection.objects.create(
            person=cast.amina,
            client=Client.objects.create(name="A wallet of Amina's"),
            scopes=list(WalletScope),
            connected_at=NOW,
        ),
        notice=notices.Notice.objects.create(
            person=cast.amina,
            email=cast.amina.email,
            kind="test",
            subject="For Amina alone",
            body="Private words.",
            made_at=NOW,
        ),
        job=jobs.JobRun.objects.create(
            kind="export", person=cast.chloe, organization=cast.northfield, made_at=NOW
        ),
        status_list=badges.StatusList.objects.values_list("pk", flat=True)[0],
        key=badges.SigningKey.objects.values_list("pk", flat=True)[0],
        recognition=a_rule(cast, is_automatic=False),
        brought=a_kept_badge(cast, settings.VAULT_KEY_FILE.parent),
        proposal=backpacks.CreditProposal.objects.values_list("pk", flat=True)[0],
        issuer=_issuer(cast),
        edition=_edition(cast),
        award_file=_award_file(cast, award.version),
        plan=a_plan_with_everything(cast),
        policy_draft=_policy_draft(cast),
        audit=(audit := an_audit(cast)),
        audit_case=the_case(audit),
        gates=gates_with_everything(cast),
        language=a_language(cast),
    )


def _policy_draft(cast: Cast) -> UUID:
    draft = a_draft(cast)
    compute_now(cast, draft)
    return draft


def _issuer(cast: Cast) -> UUID:
    return register_issuer(
        by=cast.acting(cast.dev),
        department=cast.department.pk,
        facts=IssuerFacts("A college", ("did:web:college.example",)),
        draft=Draft(Saying.RECOGNIZED, TODAY, "It follows our standards."),
        on=TODAY,
        now=NOW,
    )


def _award_file(cast: Cast, version: definitions.Version) -> UUID:
    return read_award_file(
        by=cast.acting(cast.ash),
        version=version.pk,
        content=b"email,earned_on\nbo@example.org,2026-01-10\n",
        assessed=Assessed("A partner", "https://partner.example", "An agreement."),
        invites=False,
        now=NOW,
    )


def _edition(cast: Cast) -> trusts.RegistryEdition:
    edition = read_registry(
        by=cast.acting(cast.dev),
        department=cast.department.pk,
        origin=Origin("A list", TODAY),
        content=b"identifier,name\ndid:web:school.example,A school\n",
        on=TODAY,
        now=NOW,
    )
    return trusts.RegistryEdition.objects.get(pk=edition)


def _award(cast: Cast) -> awards.Award:
    attempt = a_submitted_attempt(cast)
    attempt.state, attempt.outcome, attempt.decided_at = "decided", "earned", NOW
    attempt.save()
    attempt.submission.state = "earned"
    attempt.submission.save()
    granted = grant_award(
        by=system("review"),
        attempt=attempt.pk,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        now=NOW,
    )
    return awards.Award.objects.get(pk=granted)


def _draft(cast: Cast) -> tuple[evidences.Submission, evidences.ArtifactUse, evidences.Upload]:
    version = a_published_microcredential(cast, definition=two_criteria("asking", "Asking"))
    submission = evidences.Submission.objects.create(
        number="LL-DRAFT9",
        educator=cast.amina,
        organization=cast.elementary,
        microcredential=version.microcredential,
        version=version,
        begun_at=NOW,
        changed_at=NOW,
    )
    attempt = evidences.Attempt.objects.create(
        submission=submission, number=1, open_criteria=["pause", "follow"]
    )
    artifact = evidences.Artifact.objects.create(
        owner=cast.amina, kind="audio", title="A note", form="text", text="Words.", made_at=NOW
    )
    arriving = evidences.Artifact.objects.create(
        owner=cast.amina, kind="audio", title="A file", form="file", state="receiving", made_at=NOW
    )
    part, request = _first_request(version)
    use = evidences.ArtifactUse.objects.create(
        attempt=attempt, artifact=artifact, part=part, request=request
    )
    upload = evidences.Upload.objects.create(
        artifact=arriving, length=10, begun_at=NOW, expires_at=NOW + timedelta(days=3650)
    )
    return submission, use, upload


def _first_request(version: definitions.Version) -> tuple[str, str]:
    for part in version.definition["evidence"]["parts"]:
        for request in part["requests"]:
            return part["key"], request["key"]
    raise AssertionError


def _draft_version(cast: Cast) -> definitions.Version:
    made = definitions.Microcredential.objects.create(
        slug="unfinished", issuer=cast.northfield, begun_at=NOW
    )
    return definitions.Version.objects.create(
        microcredential=made,
        number=1,
        definition=two_criteria("unfinished", "Secret plans"),
        title="Secret plans",
        drafted_by=cast.ash,
        drafted_at=NOW,
        changed_by=cast.ash,
        changed_at=NOW,
    )


def _elsewhere(cast: Cast) -> dict[RoleKind, people.Person]:
    """Someone in every role at an organization that has nothing to do with Northfield."""
    abroad = organization("Department of Elsewhere", "department", jurisdiction="elsewhere")
    south = cast.southfield
    return {
        RoleKind.EDUCATOR: cast.ezra,
        RoleKind.COORDINATOR: cast.eve,
        RoleKind.REVIEWER: person("Rex South", (RoleKind.REVIEWER, south)),
        RoleKind.AUTHOR: person("Avery South", (RoleKind.AUTHOR, south)),
        RoleKind.ADMINISTRATOR: person("Adrian South", (RoleKind.ADMINISTRATOR, south)),
        RoleKind.DEPARTMENT_STAFF: person("Dana Abroad", (RoleKind.DEPARTMENT_STAFF, abroad)),
    }
