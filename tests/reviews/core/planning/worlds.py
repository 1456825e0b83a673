"""Plans and calendars for properties: small, but with every kind of lag and closure."""

from datetime import date, timedelta

from hypothesis import strategies as st

from reviews.core.planning.lags import UNITS, Lag, World
from reviews.core.planning.steps import Step, Wait
from reviews.core.planning.workdays import Closure, calendar

DAY = date(2016, 11, 1)
days = st.integers(-200, 200).map(lambda n: DAY + timedelta(days=n))
closures = st.builds(
    lambda first, length, yearly: Closure(first, first + timedelta(days=length), "closed", yearly),
    days, st.integers(0, 12), st.booleans(),
)
calendars = st.builds(
    lambda closed, lead: calendar("an agency", closed, years=range(2014, 2020), lead_days=lead),
    st.lists(closures, max_size=3), st.integers(0, 10),
)
worlds = st.builds(
    lambda house, agencies: World(house, tuple(agencies)), calendars, st.lists(calendars, max_size=3),
)
lags = st.builds(Lag, st.integers(-20, 40), st.sampled_from(UNITS), st.booleans())
delays = st.builds(Lag, st.integers(0, 40), st.sampled_from(UNITS), st.booleans())


@st.composite
def plans(draw, lag=lags, exact=True):
    """Steps that wait for earlier ones of the list, so never in a circle; some are met."""
    steps = []
    for key in range(draw(st.integers(1, 7))):
        on = draw(st.lists(st.integers(0, key - 1), unique=True, max_size=2)) if key else []
        kinds = [exact and place == 0 and draw(st.booleans()) for place in range(len(on))]
        waits = tuple(Wait(other, draw(lag), kind) for other, kind in zip(on, kinds, strict=True))
        met = draw(st.none() | days) if draw(st.integers(0, 3)) == 0 else None
        steps.append(Step(key, draw(days), met, draw(st.none() | days), waits))
    return draw(st.permutations(steps))
