"""Buckets that everyone can read or write: by list of grants, by policy, and what holds that back.

Source of the rules: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage" and "Controlling ownership
of objects".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.analysis.base import Observations
from app.analysis.permissions.document import Statement
from app.analysis.permissions.policies import Policy, policies
from app.analysis.permissions.sharing import lets_everyone_in
from app.domain.exposure import EntryPoint
from app.domain.finding import Severity
from app.domain.planned import Planned, PlannedResource
from app.knowledge.permissions import matches

RULE = "AGT_NET_PUBLIC_BUCKET"
HOLDERS = ("aws_s3_bucket", "aws_s3_bucket_policy")
READS, WRITES = (
    ("s3:getobject", "s3:listbucket"),
    ("s3:putobject", "s3:deleteobject", "s3:putbucketpolicy", "s3:putobjectacl"),
)
GRANTS = {
    "public-read": ("everyone reads it", Severity.HIGH),
    "public-read-write": ("everyone reads and writes it", Severity.CRITICAL),
    "authenticated-read": ("everyone with an AWS account reads it", Severity.HIGH),
}
"""Canned ACL → what it comes to."""
GROUPS = ("/groups/global/AllUsers", "/groups/global/AuthenticatedUsers")


@dataclass(frozen=True, slots=True)
class _Block:
    """Which of the four blocks are on, of the bucket's or the account's; ``told`` where the plan has either."""

    acls: bool
    policy: bool
    told: bool


def observe(planned: Planned, seen: Observations) -> list[EntryPoint]:
    """Every bucket of the stack."""
    if planned.of_type("aws_s3_bucket", "aws_s3_bucket_policy", "aws_s3_bucket_acl"):
        seen.looked(RULE)
    return [*_by_acl(planned, seen), *_by_policy(planned, seen)]


def _by_acl(planned: Planned, seen: Observations) -> Iterator[EntryPoint]:
    for holder in planned.of_type("aws_s3_bucket_acl", "aws_s3_bucket"):
        said = _granted(holder)
        if said is None:
            continue
        what, severity = said
        bucket = next(iter(planned.referred(holder, "bucket")), holder)
        if _owner_enforced(planned, bucket):
            continue
        blocked = _block_of(planned, bucket)
        yield from _tell(planned, bucket.address, bucket, f"By its ACL {what}", severity, blocked.acls, blocked, seen)


def _by_policy(planned: Planned, seen: Observations) -> Iterator[EntryPoint]:
    for policy in policies(planned, "resource"):
        if policy.holder.type not in HOLDERS:
            continue
        for statement in policy.statements:
            if statement.allows and lets_everyone_in(policy, statement):
                yield from _public_statement(planned, policy, statement, seen)


def _public_statement(
    planned: Planned, policy: Policy, statement: Statement, seen: Observations
) -> Iterator[EntryPoint]:
    writes = any(matches(one, action) for one in statement.actions for action in WRITES)
    reads = any(matches(one, action) for one in statement.actions for action in READS)
    what = "reads and writes" if reads and writes else "writes" if writes else "reads"
    severity = Severity.CRITICAL if writes else Severity.HIGH
    blocked = _block_of(planned, policy.target)
    said = f"By its policy everyone {what} it"
    yield from _tell(planned, policy.place, policy.target, said, severity, blocked.policy, blocked, seen)


def _tell(
    planned: Planned,
    address: str,
    bucket: PlannedResource,
    what: str,
    severity: Severity,
    held: bool,
    block: _Block,
    seen: Observations,
) -> Iterator[EntryPoint]:
    if held:
        more = "The public access block holds that back now."
        seen.object(RULE, address, f"{what}, were it not blocked", more, Severity.LOW)
        return
    more = f"Path: internet → {bucket.address} ({address})."
    if not block.told:
        more += " No public access block stands in this plan; a new bucket's own refuses this until it is taken away."
    seen.object(RULE, address, what, more, severity)
    yield EntryPoint(
        bucket.address, "", f"internet → {bucket.address} ({address})", intended=False, stack=planned.stack
    )


def _granted(holder: PlannedResource) -> tuple[str, Severity] | None:
    canned = str(holder.get("acl") or "")
    if canned in GRANTS:
        return GRANTS[canned]
    blocks = holder.blocks("access_control_policy.grant") + holder.blocks("grant")
    for block in blocks:
        grantee = block.get("grantee")
        node = grantee[0] if isinstance(grantee, list) and grantee else block
        if str(node.get("uri") or "").endswith(GROUPS):
            permission = str(block.get("permission") or block.get("permissions") or "")
            wide = any(word in permission for word in ("WRITE", "FULL_CONTROL"))
            return ("everyone writes it", Severity.CRITICAL) if wide else ("everyone reads it", Severity.HIGH)
    return None


def _owner_enforced(planned: Planned, bucket: PlannedResource) -> bool:
    """Whether access lists are switched off."""
    controls = planned.referring(bucket, "aws_s3_bucket_ownership_controls")
    return any(one.get("rule.object_ownership") == "BucketOwnerEnforced" for one in controls)


def _block_of(planned: Planned, bucket: PlannedResource) -> _Block:
    blocks = planned.of_type("aws_s3_account_public_access_block")
    blocks += planned.referring(bucket, "aws_s3_bucket_public_access_block")
    return _Block(
        acls=any(one.get("ignore_public_acls") is True or one.get("block_public_acls") is True for one in blocks),
        policy=any(
            one.get("restrict_public_buckets") is True or one.get("block_public_policy") is True for one in blocks
        ),
        told=bool(blocks),
    )
