"""Registries."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, body_of, composed, part


def test_tags_never_move_and_images_are_scanned() -> None:
    body = body_of(composed(part("images", "ecr")), "aws_ecr_repository")
    assert body["image_tag_mutability"] == "IMMUTABLE"
    assert body["image_scanning_configuration"] == {"scan_on_push": True}
    assert body["encryption_configuration"][0]["kms_key"] == Ref("aws_kms_key.main", "arn")


def test_tags_that_move_are_explained() -> None:
    built = composed(part("images", "ecr", mutable_tags=True))
    assert body_of(built, "aws_ecr_repository")["image_tag_mutability"] == "MUTABLE"
    assert accepted(built, "aws_ecr_repository.images") == {"CKV_AWS_51"}


def test_old_images_go() -> None:
    rules = body_of(composed(part("images", "ecr", kept_images=7)), "aws_ecr_lifecycle_policy")["policy"].value["rules"]
    assert [one["selection"]["countNumber"] for one in rules] == [7, 7]
    assert [one["selection"]["tagStatus"] for one in rules] == ["untagged", "any"]
