"""Who is given what."""

from app.analysis.permissions.principals import attached_policies, principals
from tests.unit.analysis.graphs import allow, document, graph, resource, role

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


def actions_of(*resources: object) -> dict[str, list[str]]:
    """Principal → the actions it is allowed."""
    return {
        one.resource.address: sorted(a for _, statement in one.permissions.statements for a in statement.actions)
        for one in principals(graph(*resources))  # type: ignore[arg-type]
    }


def test_inline_attached_and_managed_policies_together() -> None:
    made = role("ci", allow("s3:GetObject"))
    own = resource("aws_iam_policy.own", arn="arn:aws:iam::1:policy/own", policy=document(allow("sqs:SendMessage")))
    refs = {"role": "aws_iam_role.ci", "policy_arn": own.address}
    attachments = (
        resource("aws_iam_role_policy_attachment.own", refs),
        resource("aws_iam_role_policy_attachment.admin", {"role": "aws_iam_role.ci"}, policy_arn=ADMIN),
    )
    assert actions_of(*made, own, *attachments) == {"aws_iam_role.ci": ["*", "s3:getobject", "sqs:sendmessage"]}


def test_a_policy_that_nobody_uses_stands_for_itself() -> None:
    own = resource("aws_iam_policy.own", policy=document(allow("sqs:SendMessage")))
    assert actions_of(own) == {"aws_iam_policy.own": ["sqs:sendmessage"]}


def test_a_user_has_what_its_groups_have() -> None:
    resources = (
        resource("aws_iam_user.ann", name="ann"),
        resource("aws_iam_group.staff", name="staff"),
        resource(
            "aws_iam_group_policy.staff", {"group": "aws_iam_group.staff"}, policy=document(allow("s3:ListBucket"))
        ),
        resource("aws_iam_user_group_membership.a", {"user": "aws_iam_user.ann", "groups": ["aws_iam_group.staff"]}),
    )
    found = actions_of(*resources)
    assert found == {"aws_iam_user.ann": ["s3:listbucket"], "aws_iam_group.staff": ["s3:listbucket"]}


def test_attachments_of_every_form() -> None:
    user = resource("aws_iam_user.ann", name="ann")
    data = resource("data.aws_iam_policy.admin", arn=ADMIN)
    resources = (
        user,
        data,
        resource("aws_iam_policy_attachment.a", {"users": [user.address], "policy_arn": data.address}),
        resource("aws_iam_role.b", managed_policy_arns=[ADMIN]),
        resource("aws_iam_role_policy_attachment.elsewhere", role="made-elsewhere", policy_arn=ADMIN),
        resource("aws_iam_role_policy_attachment.own", policy_arn="arn:aws:iam::1:policy/own"),
    )
    found = {(holder.address, one.address, one.name) for holder, one in attached_policies(graph(*resources))}
    assert found == {
        (user.address, "aws_iam_policy_attachment.a", "AdministratorAccess"),
        ("aws_iam_role.b", "aws_iam_role.b", "AdministratorAccess"),
        (
            "aws_iam_role_policy_attachment.elsewhere",
            "aws_iam_role_policy_attachment.elsewhere",
            "AdministratorAccess",
        ),
    }


def test_a_boundary_bounds() -> None:
    boundary = resource("aws_iam_policy.edge", arn="arn:aws:iam::1:policy/edge", policy=document(allow("s3:*")))
    user = resource("aws_iam_user.ann", {"permissions_boundary": boundary.address}, name="ann")
    policy = resource("aws_iam_user_policy.ann", {"user": user.address}, policy=document(allow("iam:CreateAccessKey")))
    found = {one.resource.address: one for one in principals(graph(boundary, user, policy))}
    assert found[user.address].permissions.everywhere("iam:createaccesskey") == ""
