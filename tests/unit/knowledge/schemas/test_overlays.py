"""What provider schemas do not say."""

from app.knowledge.schemas import provider_schema, provider_versions
from app.knowledge.schemas.overlays import Overlay, overlay_of


def test_real_answers_of_aws() -> None:
    aws = overlay_of("aws")
    assert aws.defaults("aws_lb_target_group")["health_check.interval"] == 30
    assert "name" in aws.replaces("aws_sqs_queue")
    assert "password" in aws.sensitive("aws_db_instance")
    assert "latest_version" in aws.renewed("aws_launch_template")


def test_region_always_replaces() -> None:
    assert overlay_of("aws").replaces("aws_brand_new_thing") == {"region"}


def test_unknown_types_have_empty_answers() -> None:
    overlay = Overlay({})
    assert overlay.defaults("x") == {}
    assert overlay.sensitive("x") == frozenset()
    assert overlay.renewed("x") == frozenset()


def test_utility_providers_name_types_and_arguments_that_exist() -> None:
    for name in provider_versions():
        if name == "aws":
            continue
        overlay, schema = overlay_of(name), provider_schema(name)
        for kind in schema.types():
            block = schema.resource(kind)
            assert block is not None
            for path in (overlay.replaces(kind) - {"region"}) | overlay.sensitive(kind):
                assert block.at(path) is not None, (kind, path)


def test_secrets_are_sensitive() -> None:
    assert "result" in overlay_of("random").sensitive("random_password")
    assert "private_key_pem" in overlay_of("tls").sensitive("tls_private_key")
