from app.domain.repo import Conventions
from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.reasoner import OfflineReasoner

ISSUE = """# Picture resizer

Pictures are uploaded to an S3 bucket named "uploads". A Lambda function called "resize" reads the bucket and writes
to a DynamoDB table. There is also an aws_glue_registry named "events". Staging environment, region eu-west-1.
"""


def test_from_words_to_resources() -> None:
    reasoner = OfflineReasoner(SERVICES)
    request = reasoner.read(ISSUE)
    architecture = reasoner.design(request, Conventions())
    resources = reasoner.compose(request, architecture, Conventions())
    types = {one.type for one in resources.resources}
    assert types >= {"aws_s3_bucket", "aws_lambda_function", "aws_dynamodb_table", "aws_glue_registry", "aws_kms_key"}
    assert architecture.diagram.startswith("flowchart LR")
    assert next(one.default for one in resources.variables if one.name == "region") == "eu-west-1"
    assert reasoner.compose(request, architecture, Conventions()) == resources


def test_nothing_to_build() -> None:
    reasoner = OfflineReasoner(SERVICES)
    request = reasoner.read("")
    architecture = reasoner.design(request, Conventions())
    assert architecture.components == ()
    assert reasoner.compose(request, architecture, Conventions()).resources == ()
