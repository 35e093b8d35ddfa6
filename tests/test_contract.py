"""Whatever loads is routed, priced, simulated, compared, explained and exported, or refused."""

import json
from random import Random

from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from support import contract
from support.layout import dump
from support.priced import priced_networks, shipments, shipped


@given(st.data())
def test_what_loads_is_answered_or_refused_by_an_error_of_the_library(data: st.DataObject) -> None:
    spec = json.loads(json.dumps(data.draw(priced_networks())))
    random = Random(data.draw(st.integers(0, 2**32)))
    contract.odd(spec, random)
    try:
        net = co.load_network(dump(spec, shuffle=random))
    except co.NetworkError:
        return
    one, other = random.sample(sorted(net.nodes), 2)
    is_drawn = random.random() < 0.1
    questions = contract.QUESTIONS | (contract.DRAWN if is_drawn else {})
    ended = contract.ask_all(net, one, other, shipped(data.draw(shipments)), questions)
    assert set(ended) == set(questions)
