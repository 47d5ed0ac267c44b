"""The optimiser keeps the budget, uses it, and never buys less with more."""

from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.packing.choose import Step, choose


@dataclass
class Slices:
    """An item whose steps are runs of lines that cost ``price`` tokens each."""

    price: int
    shown: set = field(default_factory=set)

    def _new(self, step):
        return {n for first, last in step.lines for n in range(first, last + 1)} - self.shown

    def floor(self, step):
        return len(self._new(step))

    def cost(self, step):
        return self.price * len(self._new(step))

    def take(self, step):
        self.shown |= self._new(step)

    def part(self, step, room):
        fit = sorted(self._new(step))[: room // self.price]
        return replace(step, lines=tuple((n, n) for n in fit)) if fit else None

    fill = part


STEPS = st.lists(
    st.tuples(st.floats(0.001, 1.0), st.integers(0, 4), st.integers(1, 30), st.integers(1, 40)),
    min_size=1,
    max_size=25,
)


def run(rows, room):
    steps = [
        Step(density, item, order, ((first, first + length - 1),))
        for order, (density, item, first, length) in enumerate(rows)
    ]
    items = {number: Slices(1 + number * 3) for number in range(5)}
    steps.sort(key=lambda step: (-step.density, step.item, step.order))
    return choose(steps, items, room), items


@given(rows=STEPS, room=st.integers(0, 2000), more=st.integers(0, 500))
def test_a_larger_budget_never_lowers_the_value(rows, room, more):
    assert run(rows, room + more)[0].value >= run(rows, room)[0].value - 1e-9


@given(rows=STEPS, room=st.integers(0, 2000))
def test_the_room_is_never_exceeded_and_costs_add_up(rows, room):
    chosen, items = run(rows, room)
    assert chosen.tokens <= room
    assert chosen.tokens == sum(item.price * len(item.shown) for item in items.values())


@given(room=st.integers(1, 1000))
def test_one_large_step_is_taken_in_part(room):
    chosen, _ = run([(1.0, 0, 1, 2000)], room)
    assert chosen.tokens == (room if room >= 3 else 0)


def test_dense_steps_come_first():
    chosen, items = run([(0.1, 0, 1, 10), (0.9, 1, 1, 2)], 8)
    assert items[1].shown == {1, 2}
    assert not items[0].shown
    assert chosen.value == 0.9 * 8
