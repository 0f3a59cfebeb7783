from tests.unit.reasoning.offline.read.sheets import sheet_of


def test_tails_are_the_ends_of_its_names() -> None:
    draft = sheet_of("an Internet gateway").drafts[0]
    assert {"gateway", "internetgateway"} <= set(draft.tails())


def test_the_topic_of_a_nested_item_is_its_parent() -> None:
    sheet = sheet_of("- A bucket\n  - versioned\n- A queue\n  - small\n")
    assert sheet.topic(1) == (0,)
    assert sheet.topic(3) == (1,)


def test_a_list_item_has_no_topic_of_its_neighbours() -> None:
    assert sheet_of("- A bucket\n- Region\n").topic(1) == ()


def test_what_a_pronoun_means_at_the_start_of_a_sentence() -> None:
    assert sheet_of("- A bucket\n- It is small\n").before(1) == (0,)


def test_used_values_are_not_free() -> None:
    sheet = sheet_of("a bucket with 17 doors")
    value = sheet.values[0][0]
    assert sheet.free(0, value)
    sheet.use(0, value.first, value.last)
    assert not sheet.free(0, value)


def test_parameters_of_a_bare_type_are_none() -> None:
    sheet = sheet_of("x")
    assert sheet.parameters("aws_eip") == {}
    assert "versioning" in sheet.parameters("s3")
