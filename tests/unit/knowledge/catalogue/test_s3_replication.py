"""Replication of buckets."""

from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part, sids_of, statements_of


def test_replication_to_another_bucket_has_a_role_of_its_own() -> None:
    built = composed(part("files", "s3"), part("copy", "s3", region="eu-west-1"), relations=["files replicates copy"])
    rule = body_of(built, "aws_s3_bucket_replication_configuration", "files")["rule"][0]
    assert rule["status"] == "Enabled"
    assert rule["destination"]["encryption_configuration"]["replica_kms_key_id"].address == "aws_kms_key.main_eu_west_1"
    actions = {action for one in statements_of(built, "files_replication") for action in one["actions"]}
    assert "s3:ReplicateObject" in actions
    assert not [action for action in actions if action.endswith(":*")]


def test_a_stated_region_gets_a_private_replica_with_its_own_key() -> None:
    built = composed(part("files", "s3", replication_region="eu-west-1"))
    replica = all_of(built, "aws_s3_bucket")["files_replica"]
    assert replica.provider == "eu_west_1"
    assert all_of(built, "aws_kms_key")["files_replica"].provider == "eu_west_1"
    assert "policy" in body_of(built, "aws_kms_key", "files_replica")
    assert sids_of(built, "files_replica_bucket") == ["DenyInsecureTransport"]
    assert accepted(built, "aws_s3_bucket.files_replica") == {"CKV_AWS_18", "CKV2_AWS_62", "CKV_AWS_144"}
    assert [one.alias for one in built.resources.providers if one.name == "aws"].count("eu_west_1") == 1


def test_two_copies_are_two_rules_of_one_configuration() -> None:
    built = composed(
        part("files", "s3"), part("one", "s3"), part("two", "s3"),
        relations=["files replicates one", "files replicates two"],
    )  # fmt: skip
    rules = body_of(built, "aws_s3_bucket_replication_configuration", "files")["rule"]
    assert [(rule["id"], rule["priority"]) for rule in rules] == [("to-one", 1), ("to-two", 2)]
