"""The stack's one customer-managed key: found, or written with rotation and a policy that names who may use it."""

from app.toolchains.terraform.hcl import Block
from app.toolchains.terraform.repair.hcl_edit import NotMechanical
from app.toolchains.terraform.repair.project import Project, Target

LABEL = "shared"
FILE = "kms.tf"
DATA = ("aws_caller_identity", "aws_partition", "aws_region")
KEY = """
# One key for everything that this stack encrypts.
resource "aws_kms_key" "shared" {
  description             = "Encrypts the data of this stack"
  deletion_window_in_days = 30
  enable_key_rotation     = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AccountAdministersTheKey"
        Effect    = "Allow"
        Principal = { AWS = "arn:PARTITION:iam::ACCOUNT:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        # As in the keys that AWS manages itself: whoever in this account may use a service may use its encryption.
        Sid       = "CallersOfTheAccountThroughAService"
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = {
          StringEquals = { "kms:CallerAccount" = data.aws_caller_identity.current.account_id }
          StringLike   = { "kms:ViaService" = "*.amazonaws.com" }
        }
      },
      {
        Sid       = "LogGroupsOfTheAccount"
        Effect    = "Allow"
        Principal = { Service = "logs.${data.aws_region.current.id}.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
        Resource  = "*"
        Condition = {
          ArnLike = {
            "kms:EncryptionContext:aws:logs:arn" = "arn:PARTITION:logs:*:ACCOUNT:*"
          }
        }
      },
      {
        Sid    = "ServicesOfTheAccount"
        Effect = "Allow"
        Principal = {
          Service = [
            "cloudtrail.amazonaws.com",
            "cloudwatch.amazonaws.com",
            "events.amazonaws.com",
            "s3.amazonaws.com",
            "sns.amazonaws.com",
          ]
        }
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      },
    ]
  })
}
"""


def key_arn(project: Project, target: Target, service: str) -> str:
    """The expression of the key's ARN; writes the key where the directory has none.

    Raises ``NotMechanical`` where a person has to choose: several keys, a key that does not admit ``service``, or a
    module, whose caller owns the key.
    """
    if target.in_module:
        raise NotMechanical("the key belongs to whoever calls the module: pass its ARN in as a variable")
    keys = [(block, text) for _, block, text in project.blocks(target.path, "aws_kms_key")]
    if any(block.labels[1:] == (LABEL,) for block, _ in keys):
        return f"aws_kms_key.{LABEL}.arn"
    if not keys:
        _write_key(project, target)
        return f"aws_kms_key.{LABEL}.arn"
    if len(keys) > 1:
        raise NotMechanical("the stack has several keys: choose one")
    block, text = keys[0]
    if {"count", "for_each"} & block.attributes.keys():
        raise NotMechanical(f"{block.address} is several keys: choose one")
    if service and not _admits(project, target, block, text, service):
        raise NotMechanical(f"the policy of {block.address} does not admit {service}: extend it first")
    return f"{block.address}.arn"


def _admits(project: Project, target: Target, block: Block, text: str, service: str) -> bool:
    """Whether the key has a policy of its own and the service's name stands in it or in a policy document."""
    word = f'"{service.partition(".")[0]}.'
    if "policy" not in block.attributes:
        return any(word in policy for _, _, policy in project.blocks(target.path, "aws_kms_key_policy"))
    if word in text:
        return True
    documents = (
        source
        for neighbour in project.neighbours(target.path)
        for inner, source in neighbour.blocks("data")
        if inner.labels[:1] == ("aws_iam_policy_document",)
    )
    return any(word in source and "kms:" in source for source in documents)


def _write_key(project: Project, target: Target) -> None:
    folder = target.path.rpartition("/")[0]
    path = f"{folder}/{FILE}" if folder else FILE
    code, sources = _spelled_out(KEY), ""
    for kind in DATA:
        label = _data_label(project, target, kind)
        if label is None:
            sources += f'data "{kind}" "current" {{}}\n\n'
        elif label != "current":
            code = code.replace(f"data.{kind}.current.", f"data.{kind}.{label}.")
    project.create(path).append(sources + code.strip("\n"))


def _spelled_out(code: str) -> str:
    """The key's code with the ARNs' short placeholders written as references."""
    account = "${data.aws_caller_identity.current.account_id}"
    return code.replace("PARTITION", "${data.aws_partition.current.partition}").replace("ACCOUNT", account)


def _data_label(project: Project, target: Target, kind: str) -> str | None:
    """The label of a plain data source of this type that is there already."""
    for document in project.neighbours(target.path):
        for block, _ in document.blocks("data"):
            if block.labels[:1] == (kind,) and not block.attributes and not block.blocks:
                return block.labels[1]
    return None
