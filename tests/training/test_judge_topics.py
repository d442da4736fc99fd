from index.training.judge_topics import subjects


def test_a_family_becomes_one_subject_for_each_thing() -> None:
    groups: dict[str, int] = {}
    for topic in subjects().topics:
        groups[topic.group] = groups.get(topic.group, 0) + 1
    assert groups["families 0"] == 12


def test_no_gap_of_a_family_is_left_open() -> None:
    known = subjects()
    told = [form for topic in known.topics for form in (*topic.asked, *topic.told)]
    held = [form for rule in known.rules for form in (*rule.asked, *rule.holds, *rule.fails, *rule.ended)]
    assert not [form for form in (*told, *held) if "{e}" in form or "{E}" in form]


def test_every_told_form_of_a_topic_holds_its_value() -> None:
    forms = [form for topic in subjects().topics for form in topic.told]
    assert all(form.count("{v}") + form.count("{city}") == 1 for form in forms)


def test_every_event_has_accounts_that_exclude_each_other() -> None:
    assert all(len(event.accounts) >= 4 for event in subjects().events)
