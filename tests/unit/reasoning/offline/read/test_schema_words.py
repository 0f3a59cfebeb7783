from app.reasoning.offline.read.schema_words import bare, schema_words


def test_every_type_of_the_provider_has_phrases() -> None:
    words = schema_words()
    spoken = {kind for kind in words.resources if kind.startswith("aws_") and not kind.startswith("aws_alb")}
    assert len(words.resources) > 1700
    assert spoken <= set(words.phrases)
    assert all(words.phrases[kind] for kind in spoken)


def test_names_aliases_and_plain_words() -> None:
    phrases = dict(schema_words().phrases["aws_lb_target_group"])
    assert phrases["target group"] is False
    assert phrases["load balancer target group"] is False
    assert dict(schema_words().phrases["aws_instance"])["instance"] is True


def test_endings_know_their_types_and_beginnings_their_families() -> None:
    words = schema_words()
    assert "aws_neptune_cluster_parameter_group" in words.suffixes["parametergroup"]
    assert "neptune" in words.prefixes["neptune"]
    assert "cloudwatch event" in words.prefixes["eventbridge"]


def test_the_principal_type_is_the_one_others_refer_to() -> None:
    principals = schema_words().principals
    assert principals["kendra"] == "aws_kendra_index"
    assert principals["redshift"] == "aws_redshift_cluster"


def test_other_providers_are_spoken_by_their_whole_name() -> None:
    assert all(" " in phrase for kind, phrases in schema_words().phrases.items() if kind.startswith("random_")
               for phrase, _ in phrases)  # fmt: skip


def test_bare() -> None:
    assert bare("aws_lb_target_group") == "lb target group"
