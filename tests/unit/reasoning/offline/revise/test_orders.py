"""A revision's words → orders."""

import pytest

from app.reasoning.offline.revise.orders import language_of, orders, same_length_fold


@pytest.mark.parametrize(
    ("text", "kind", "what", "other"),
    [
        ("use PostgreSQL instead of MySQL", "replace", "PostgreSQL", "MySQL"),
        ("3 workers instead of 2", "replace", "3 workers", "2"),
        ("Instead of MySQL, use PostgreSQL", "replace", "PostgreSQL", "MySQL"),
        ("replace SQS with Kinesis", "replace", "Kinesis", "SQS"),
        ("change the database from MySQL to PostgreSQL.", "replace", "PostgreSQL", "the database"),
        ("remove the queue", "remove", "the queue", ""),
        ("Please get rid of the CDN!", "remove", "the CDN", ""),
        ("We don't need the bucket anymore", "remove", "the bucket", ""),
        ("no NAT gateway", "remove", "NAT gateway", ""),
        ("the queue is no longer needed", "remove", "the queue", ""),
        ("rename the queue to orders", "rename", "the queue", "orders"),
        ('the queue should be called "orders"', "rename", "the queue", '"orders"'),
        ("call the queue 'orders'", "rename", "the queue", "'orders'"),
        ("add a Redis cache", "add", "a Redis cache", ""),
        ("make the database Multi-AZ", "set", "make the database Multi-AZ", ""),
        ("in eu-west-1", "set", "in eu-west-1", ""),
        ("quita la cola", "remove", "la cola", ""),
        ("añade una caché Redis", "add", "una caché Redis", ""),
        ("cambia MySQL por PostgreSQL", "replace", "PostgreSQL", "MySQL"),
        ("usa t3.small en vez de t3.micro", "replace", "t3.small", "t3.micro"),
        ("cambia el nombre de la cola a pedidos", "rename", "la cola", "pedidos"),
        ("llama 'pedidos' a la cola", "rename", "la cola", "'pedidos'"),
        ("ya no necesitamos el bucket", "remove", "el bucket", ""),
    ],
)
def test_one_wish(text: str, kind: str, what: str, other: str) -> None:
    (order,) = orders(text, "en")
    assert (order.kind, order.what, order.other) == (kind, what, other)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("drop the CDN and add a Redis cache", ["remove", "add"]),
        ("quita la cola y añade una caché Redis", ["remove", "add"]),
        ("use Aurora rather than RDS, remove the queue; set the memory to 512 MB", ["replace", "remove", "set"]),
        ("- remove the queue\n- add a topic", ["remove", "add"]),
        ("add a bucket for reports and invoices", ["add"]),
        ('add a queue called "jobs and add more"', ["add"]),
        ("", []),
    ],
)
def test_several_wishes(text: str, kinds: list[str]) -> None:
    assert [order.kind for order in orders(text, "en")] == kinds


@pytest.mark.parametrize(
    ("text", "fallback", "language"),
    [
        ("quita la cola", "en", "es"),
        ("elimina SQS", "en", "es"),
        ("remove the queue", "es", "en"),
        ("PostgreSQL 16", "es", "es"),
        ("PostgreSQL 16", "en", "en"),
    ],
)
def test_the_language_is_the_revisions_own(text: str, fallback: str, language: str) -> None:
    assert language_of(text, fallback) == language


def test_a_very_long_clause_is_not_searched_for_its_shape() -> None:
    (order,) = orders("remove " + "the queue of the " * 60 + "end", "en")
    assert order.kind == "set"


def test_folding_keeps_every_place() -> None:
    text = "Añade ß ﬁ İ"
    assert len(same_length_fold(text)) == len(text)
