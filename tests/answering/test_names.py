import pytest

from index.answering.values import Relation, compare, names_in, same_name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The data protection officer is Tomas Lindqvist.", ["Tomas Lindqvist"]),
        (
            "It was founded by Ines Carvalho and Joris de Wit in Rotterdam.",
            ["Ines Carvalho", "Joris de Wit", "Rotterdam"],
        ),
        ("The guest wi-fi is called HarbourGuest.", ["HarbourGuest"]),
        ("Which version of Java does the SDK need?", ["Java", "SDK"]),
        ("Passwords must be long. They never expire in May.", []),
        ("Phillips's letter was clear.", ["Phillips"]),
        ("Phillips resigned. So said Jess Phillips.", ["Phillips", "Jess Phillips"]),
        ("The Bank of England raised it by 1 MB.", ["Bank of England"]),
        ("Then Dr. Anna Weiss spoke.", ["Dr. Anna Weiss"]),
        ("It is J.R. Smith in the U.S. Employees know.", ["J.R. Smith", "U.S."]),
        ("What's the limit if I've lost it and they haven’t? It's Porto's.", ["Porto"]),
        ("We read May's and Will's letters.", ["May", "Will"]),
        ("HOW AFRICAN AMERICANS WERE IMMIGRATED", []),
        ("", []),
    ],
)
def test_names_are_found_by_their_capitals(text: str, names: list[str]) -> None:
    assert [name.text for name in names_in(text)] == names
    assert all(text[name.span.start : name.span.end] == name.text for name in names_in(text))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Phillips", "Jess Phillips"),
        ("Ms Phillips", "Jess Phillips MP"),
        ("J. Phillips", "Jess Phillips"),
        ("the Rotterdam office", "Rotterdam"),
        ("EU", "European Union"),
        ("ines carvalho", "Inês Carvalho"),
        ("12 Quay Street in Rotterdam", "Rotterdam"),
        ("U.S.", "US"),
        ("Jean-Luc Picard", "Jean Luc Picard"),
        ("J.R. Smith", "J. R. Smith"),
        ("J.R. Smith", "John Ronald Smith"),
        ("J. R. Smith", "John Smith"),
        ("J. Phillips", "Jess Mary Phillips"),
    ],
)
def test_these_may_name_the_same(a: str, b: str) -> None:
    assert same_name(a, b)
    assert same_name(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Porto", "Rotterdam"),
        ("Jess Phillips", "Trevor Phillips"),
        ("Bank of England", "Bank of Scotland"),
        ("the Porto office", "the Rotterdam office"),
        ("A. Weiss", "B. Weiss"),
        ("J. M. Phillips", "Jess Ann Phillips"),
    ],
)
def test_these_name_something_else(a: str, b: str) -> None:
    assert not same_name(a, b)
    (left,), (right,) = names_in(f"See {a}."), names_in(f"See {b}.")
    assert compare(left, right) is Relation.DISJOINT
