"""Values that find their place by their form."""

import pytest

from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.read import read


@pytest.mark.parametrize(
    ("text", "kind", "stated"),
    [
        ("An EC2 instance, t3.small.", "ec2", {"instance_type": "t3.small"}),
        ("A MySQL database has 200 GB.", "rds", {"engine": "mysql", "storage": 200}),
        ("A Lambda function in Python 3.12, 512 MB.", "lambda", {"runtime": "python3.12", "memory": 512}),
        ("A VPC 10.20.0.0/16.", "vpc", {"cidr": "10.20.0.0/16"}),
        ('A Lambda function with "/items".', "lambda", {}),
        (
            'A Lambda function "x" with a packet at "./dist/x.zip".',
            "lambda",
            {"filename": "./dist/x.zip"},
        ),
        ("A Lambda function from ./dist/items.zip.", "lambda", {"filename": "./dist/items.zip"}),
    ],
)
def test_forms(text: str, kind: str, stated: dict[str, object]) -> None:
    component = read(text, SERVICES).components[0]
    assert (component.kind, dict(component.settings) | dict(component.arguments)) == (kind, stated)
