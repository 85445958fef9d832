"""A reply that was stored is read as it was, however deep its facts lie."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.speech import codec
from core.speech.phrase import Amount, Code, Mention, Money, Phrase, Place, Ref, Term, When, Words
from core.speech.reply import Button, Fields, Items, Para, Quote, Reply

PLAIN = st.one_of(
    st.text(max_size=20), st.integers(-(2**53), 2**53), st.booleans(), st.none(),
    st.builds(Amount, st.integers(0, 10**6)), st.builds(Money, st.integers(0, 10**9), st.just("USD")),
    st.builds(When, st.integers(0, 2**60)),
    st.builds(Mention, st.integers(0, 99)), st.builds(Words, st.integers(0, 99)),
    st.builds(Ref, st.just("job"), st.integers(1, 99)), st.builds(Code, st.text(max_size=9)),
    st.builds(Term, st.just("open")), st.builds(Place, st.just("role"), st.text(max_size=9)),
)  # fmt: skip
FACTS = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.builds(Phrase, st.just("a.key"), st.dictionaries(st.sampled_from("abc"), inner, max_size=2)),
    ),
    max_leaves=8,
)
PHRASES = st.builds(Phrase, st.just("a.key"), st.dictionaries(st.sampled_from("abc"), FACTS, max_size=3))
BLOCKS = st.one_of(
    st.builds(Para, PHRASES),
    st.builds(Items, st.lists(PHRASES, max_size=2).map(tuple)),
    st.builds(Fields, st.lists(st.tuples(PHRASES, PHRASES), max_size=2).map(tuple)),
    st.builds(Quote, st.one_of(st.builds(Words, st.integers(1, 9)), st.text(max_size=9))),
)
REPLIES = st.builds(
    Reply, st.just("a.key"), st.dictionaries(st.sampled_from("abc"), FACTS, max_size=3),
    st.lists(BLOCKS, max_size=3).map(tuple),
    st.lists(st.builds(Button, st.just("a"), st.text(max_size=9), st.booleans()), max_size=2).map(tuple),
)  # fmt: skip


@given(REPLIES)
def test_what_is_read_is_what_was_stored(said: Reply) -> None:
    assert codec.read(codec.document(said)) == said
