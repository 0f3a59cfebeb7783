from app.reasoning.offline.read.spans import Value


def test_a_value_is_compared_by_content() -> None:
    assert Value("number", 3, 0, 1, "3") == Value("number", 3, 0, 1, "3")
    assert Value("number", 3, 0, 1, "3").quoted is False
