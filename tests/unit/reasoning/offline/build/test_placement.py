from tests.unit.reasoning.offline.small_catalogue import built_of, component


def test_who_stands_where() -> None:
    built = built_of([component("lambda", "worker"), component("rds", "db"), component("sqs", "jobs")])
    assert built.placed == {"worker": ("private", "vpc"), "db": ("private", "vpc")}
