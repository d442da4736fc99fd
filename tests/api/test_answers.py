"""Answers afterwards: read again, held against the articles, explained, voted on, and gone."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.serving import Access
from index.answers import AnswerStore, person_id
from tests.api.conftest import MakeApp, bearer, client_of, sent_problem
from tests.api.fakes import INQUIRY, QUOTED, FakeAnswerer, read_corpus


def answer_id(client: TestClient, question: str = "Which constituency?") -> str:
    return str(client.post("/v1/ask", json={"question": question}).json()["answer_id"])


def change(fake: FakeAnswerer, old: str, new: str) -> None:
    """Publish a generation in which the inquiry article reads otherwise."""
    texts = [
        replace(text, text=text.text.replace(old, new)) if text.id == INQUIRY else text for text in fake.corpus.texts
    ]
    fake.corpus = replace(fake.corpus, id="g2", texts=tuple(texts))


def test_an_answer_is_read_again_as_it_was_given(local: TestClient) -> None:
    given = local.post("/v1/ask", json={"question": "Why did she resign?"}).json()
    assert local.get(f"/v1/answers/{given['answer_id']}").json()["answer"] == given


def test_an_answer_outlives_its_generation(local: TestClient, fake: FakeAnswerer) -> None:
    id_ = answer_id(local)
    change(fake, QUOTED, "")
    assert local.get(f"/v1/answers/{id_}").json()["answer"]["quotes"][0]["text"] == QUOTED


def test_an_answer_that_is_no_longer_kept_is_gone_and_not_unknown(
    local: TestClient, store: AnswerStore, tmp_path: Path
) -> None:
    id_ = answer_id(local)
    store.forget(person_id(tmp_path, "address", "127.0.0.1"))
    for path in (f"/v1/answers/{id_}", f"/v1/answers/{id_}/verify", f"/v1/answers/{id_}/trace", f"/answers/{id_}"):
        sent_problem(local.get(path), 410, "gone")
    sent_problem(local.post(f"/v1/answers/{id_}/feedback", json={"up": True}), 410, "gone")
    sent_problem(local.get(f"/v1/answers/{'0' * 32}"), 404, "not-found")


@pytest.mark.parametrize(
    ("old", "new", "standing", "now"),
    [
        ("nothing", "nothing", "holds", QUOTED),
        ("In a stunning", "Listen: in a stunning", "moved", QUOTED),
        ("revealed her decision came after", "said that her decision followed", "changed", None),
        (QUOTED, "It was raining.", "gone", None),
    ],
)
def test_a_quote_is_held_against_what_is_published_now(
    local: TestClient, fake: FakeAnswerer, old: str, new: str, standing: str, now: str | None
) -> None:
    id_ = answer_id(local)
    change(fake, old, new)
    body = local.get(f"/v1/answers/{id_}/verify").json()
    (checked,) = body["quotes"]
    assert (checked["standing"], body["holds"]) == (standing, standing in {"holds", "moved"})
    if checked["now"]:
        text = fake.corpus.source(checked["now"]["source_id"]).text
        assert text[checked["now"]["start"] : checked["now"]["end"]] == checked["now"]["text"]
    if now:
        assert checked["now"]["text"] == now
    assert bool(checked["now"]) is (standing != "gone")


def test_a_quote_is_found_again_in_a_renamed_article(local: TestClient, fake: FakeAnswerer) -> None:
    id_ = answer_id(local)
    renamed = [replace(text, id="new-name") if text.id == INQUIRY else text for text in fake.corpus.texts]
    fake.corpus = replace(fake.corpus, texts=tuple(renamed))
    (checked,) = local.get(f"/v1/answers/{id_}/verify").json()["quotes"]
    assert (checked["standing"], checked["now"]["source_id"]) == ("moved", "new-name")


def test_both_sides_of_a_conflict_are_verified_and_a_silence_holds(local: TestClient) -> None:
    assert len(local.get(f"/v1/answers/{answer_id(local, 'Why resign?')}/verify").json()["quotes"]) == 2
    silent = local.get(f"/v1/answers/{answer_id(local, 'How old?')}/verify").json()
    assert (silent["holds"], silent["quotes"]) == (True, [])


def test_a_trace_says_what_was_considered_and_which_rule_decided(local: TestClient) -> None:
    trace = local.get(f"/v1/answers/{answer_id(local)}/trace").json()
    assert trace["rule"] == "the reader was sure"
    assert trace["steps"][0]["probability"] > trace["steps"][0]["threshold"]
    assert set(trace["stages"]) == {"retrieve", "read", "judge"}


def test_a_visitor_has_one_vote_and_a_vouched_person_another(
    make_app: MakeApp, store: AnswerStore, secrets: dict[str, str]
) -> None:
    with client_of(make_app(Access(loopback=True))) as client:
        id_ = answer_id(client)
        path = f"/v1/answers/{id_}/feedback"
        for body in ({"up": True}, {"up": False, "reason": "outdated", "comment": "2019"}):
            assert client.post(path, json=body).status_code == 204
        vouched = client.post(path, json={"up": True, "person": "alice"}, headers=bearer(secrets["ask"]))
        assert vouched.status_code == 204
        sent_problem(client.post(path, json={"up": False, "reason": "ugly"}), 422, "invalid")
        text = client.get("/metrics").text
    votes = [(vote.up, vote.reason, vote.comment) for vote in store.votes(id_)]
    assert votes == [(False, "outdated", "2019"), (True, None, None)]
    assert 'quoth_feedback_total{reason="outdated",vote="down"} 1.0' in text


def test_a_name_without_a_secret_key_vouches_for_nobody(local: TestClient, store: AnswerStore, tmp_path: Path) -> None:
    local.post("/v1/ask", json={"question": "Which constituency?", "person": "alice"})
    assert store.forget(person_id(tmp_path, "person", "alice")).answers == 0
    assert store.forget(person_id(tmp_path, "address", "127.0.0.1")).answers == 1


def test_a_new_generation_is_served_without_a_restart(local: TestClient, fake: FakeAnswerer) -> None:
    fake.next = read_corpus("g9")
    for _ in range(500):
        if local.get("/readyz").json()["generation"] == "g9":
            return
    raise AssertionError("the new generation was not picked up")


def test_a_look_for_a_new_generation_that_fails_is_not_the_last(
    local: TestClient, fake: FakeAnswerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> bool:
        looked.set()
        raise OSError("too many open files")

    looked = threading.Event()
    with monkeypatch.context() as patched:
        patched.setattr(fake, "refresh", broken)
        assert looked.wait(10)
    test_a_new_generation_is_served_without_a_restart(local, fake)
