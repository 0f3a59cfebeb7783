"""Read replicas."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part


def test_replicas_are_as_private_as_their_source() -> None:
    built = composed(part("shop", "rds", replicas=2, instance_class="db.m7g.large"))
    assert sorted(all_of(built, "aws_db_instance")) == ["shop", "shop_replica_1", "shop_replica_2"]
    replica = body_of(built, "aws_db_instance", "shop_replica_2")
    assert replica["replicate_source_db"] == Ref("aws_db_instance.shop", "identifier")
    assert replica["instance_class"] == "db.m7g.large"
    assert (replica["storage_encrypted"], replica["publicly_accessible"]) == (True, False)
    assert "engine" not in replica
    assert accepted(built, "aws_db_instance.shop_replica_1") == {"CKV_AWS_157"}


def test_a_named_database_becomes_the_replica() -> None:
    built = composed(part("shop", "rds"), part("reports", "rds"), relations=["shop replicates reports"])
    replica = body_of(built, "aws_db_instance", "reports")
    assert replica["replicate_source_db"] == Ref("aws_db_instance.shop", "identifier")
    assert not {"engine", "username", "allocated_storage", "manage_master_user_password"} & set(replica)
