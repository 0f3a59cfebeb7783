"""Who does what nobody is named for."""

import pytest

from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.read import read


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        (
            "A Lambda function behind an HTTP API. Orders are kept in a DynamoDB table.",
            {("api_http.api_http", "fronts", "lambda.lambda"), ("lambda.lambda", "uses", "dynamodb.orders")},
        ),
        (
            "A Lambda function. Results are recorded in a DynamoDB table.",
            {("lambda.lambda", "writes", "dynamodb.results")},
        ),
        ("A Lambda function. Files are on EFS.", {("lambda.lambda", "uses", "efs.files")}),
        (
            "A Lambda function. Alerts are published to an SNS topic.",
            {("cloudwatch_alarm.cloudwatch_alarm", "sends", "sns.sns")},
        ),
        ("A Lambda function. Customers upload files to an S3 bucket.", set()),
        (
            "A Lambda function behind an HTTP API. Users sign in with Cognito.",
            {
                ("api_http.api_http", "fronts", "lambda.lambda"),
                ("cognito.cognito", "authenticates", "api_http.api_http"),
            },
        ),
        (
            "An HTTP API calls a Lambda function. It writes to an SQS queue.",
            {("api_http.api_http", "uses", "lambda.lambda"), ("lambda.lambda", "writes", "sqs.sqs")},
        ),
    ],
)
def test_the_doer_is_found_or_left_out(text: str, relations: set[tuple[str, str, str]]) -> None:
    found = {(one.source, one.kind, one.target) for one in read(text, SERVICES).relations}
    assert found == relations
