"""Small invented worlds to search in, and the random ones of the property tests."""

from hypothesis import strategies as st

from search.core.items import OPEN, Item

EVERYONE = "document:1"
ESA = "document:1:agency:3"
CNES = "document:1:agency:4"

WORDS = ["habitat", "habitats", "crew", "crews", "H₂O", "h2o", "ESA-001", "v3", "Émile", "42", "days", "up",
         "to", "cislunar", "to", "café", "α", "running", "runs"]


def item(name, text, *, scope=EVERYONE, kind="paragraph", document=1, **others):
    return Item(name, kind, document, scope, text, **others)


items = st.builds(
    Item,
    id=st.sampled_from([f"block:{n}" for n in range(12)]),
    kind=st.sampled_from(["paragraph", "comment"]),
    document=st.integers(1, 3),
    scope=st.sampled_from([EVERYONE, ESA, CNES, f"{ESA} {CNES}"]),
    text=st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    title=st.sampled_from(["", "", "Cislunar habitat"]),
    first_version=st.integers(1, 2),
    last_version=st.sampled_from([2, 3, OPEN]),
    date=st.integers(0, 3),
    agency=st.sampled_from(["", "esa"]),
    section=st.sampled_from(["", "3.2 Habitat", "3.21 Crew"]),
    number=st.sampled_from(["", "ESA-001"]),
)

terms = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(["hab*", "cis*", '"up to 42"', '"crews running"', "agency:ESA", "kind:comment",
                     "version:2", "version:all", "section:3.2", "-section:hab", "number:esa-001",
                     "OR", "(", ")"]),
    st.sampled_from(WORDS).map(lambda word: f"-{word}"),
)
queries = st.lists(terms, min_size=1, max_size=5).map(" ".join)
scopes = st.sets(st.sampled_from([EVERYONE, ESA, CNES])).map(frozenset)
