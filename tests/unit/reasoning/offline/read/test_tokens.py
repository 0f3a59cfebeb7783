import pytest

from app.reasoning.offline.read.tokens import flat, fold, key_of, phrase_key, singular, stem, tokenise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("three `aws_sqs_queue` resources", ["three", "aws_sqs_queue", "resources"]),
        ('the "order queue" at 10.0.0.0/16', ["the", "order queue", "at", "10.0.0.0/16"]),
        ("db.t3.micro with 20GB, $1,200", ["db.t3.micro", "with", "20GB", ",", "$1,200"]),
        ("run cron(0 2 * * ? *) now", ["run", "cron(0 2 * * ? *)", "now"]),
        ("arn:aws:s3:::x/* and ops@example.com", ["arn:aws:s3:::x/*", "and", "ops@example.com"]),
        ("don't use ./pkg/a.zip", ["don't", "use", "./pkg/a.zip"]),
        ("the cluster's role", ["the", "cluster's", "role"]),
        ("team=shop", ["team", "=", "shop"]),
    ],
)
def test_pieces_stay_whole(text: str, words: list[str]) -> None:
    assert [token.text for token in tokenise(text)] == words


def test_offsets_point_into_the_text() -> None:
    text = 'a "quoted name" and más'
    assert [text[t.start : t.end] for t in tokenise(text)] == ["a", '"quoted name"', "and", "más"]


def test_a_quoted_type_is_a_word_and_other_quotes_are_not() -> None:
    kinds = [token.kind for token in tokenise("'aws_vpc' and 'main'")]
    assert kinds == ["word", "word", "quoted"]


@pytest.mark.parametrize(
    ("plural", "code", "expected"),
    [
        ("queues", "en", "queue"), ("policies", "en", "policy"), ("addresses", "en", "address"),
        ("caches", "en", "cache"), ("branches", "en", "branch"), ("kinesis", "en", "kinesis"), ("redis", "en", "redis"),
        ("funciones", "es", "funcion"), ("colas", "es", "cola"), ("balanceadores", "es", "balanceador"),
    ],
)  # fmt: skip
def test_singular(plural: str, code: str, expected: str) -> None:
    assert singular(plural, code) == expected


def test_forms_for_looking_up() -> None:
    assert fold("Máquina Virtual") == "maquina virtual"
    assert flat("load-balancer_x") == "loadbalancerx"
    assert key_of("Load-Balancers") == "loadbalancer"
    assert phrase_key("target groups") == phrase_key("Target-Group") == "targetgroup"
    assert stem("writes") == stem("writing") == stem("write")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a bucket "base."', "base"),
        ('the methods "PUT,"', "PUT"),
        ('"A sentence of its own."', "A sentence of its own."),
        ("code from ./dist/items.zip.", "./dist/items.zip"),
        ("the route /items/{id}.", "/items/{id}"),
    ],
)
def test_the_stop_of_a_sentence_is_no_part_of_a_name(text: str, expected: str) -> None:
    assert [token.text for token in tokenise(text) if token.text == expected] == [expected]
