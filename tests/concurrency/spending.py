"""More is asked of a wallet, or of a limit, than there is: what is given is what there is, to the Connect."""

from __future__ import annotations

from tests.concurrency.crowd import Crowd

PRICES = (1, 2, 4, 6)
JOBS = 200
GIFT = 40
CLIENTS = 20
CAP, BONUS = 45, 10
"""So that the last bonus of a window is paid in part."""


async def _post(crowd: Crowd, price: int) -> None:
    said = await crowd.at_once(
        [("client", f'job post title:"Job {one} of {price}" price:{price}') for one in range(JOBS)]
    )
    assert {one.key for one in said} == {"job.posted"}


async def spends(crowd: Crowd, number: int) -> None:
    """A member with 40 Connects applies to 200 jobs in one moment."""
    if number < len(PRICES):
        await _post(crowd, PRICES[number])
    place = number % len(PRICES)
    price, name = PRICES[place], f"ana{number}"
    await crowd.say(name, "connects balance")
    first = place * JOBS + 1
    said = await crowd.at_once([(name, f"apply job-{job}") for job in range(first, first + JOBS)])
    done = [one.key for one in said if one.ok]
    refused = {one.key for one in said if not one.ok}
    assert len(done) == GIFT // price, (price, len(done), {one.key for one in said})
    assert refused == {"wallet.short"}, refused
    assert await crowd.balance(name) == GIFT - price * len(done)


async def prepare_bonuses(crowd: Crowd) -> None:
    """A job of each of twenty clients, and a cap that cuts the last bonus."""
    await crowd.say("staff", f"admin policy bonus.cap {CAP}")
    for client in range(CLIENTS):
        await crowd.say(f"client{client}", 'job post title:"A job" price:1')


async def bonuses(crowd: Crowd, number: int) -> None:
    """Twenty interviews, each of which earns 10, are answered in one moment under a cap of 45."""
    name, first = f"bob{number}", number * CLIENTS + 1
    await crowd.say(name, "connects balance")
    # One after the other, so that the numbers of the proposals are those of the jobs.
    for place in range(CLIENTS):
        await crowd.say(name, f"apply job-{place + 1}")
    asked = await crowd.at_once(
        [
            (f"client{place}", f'proposal interview proposal-{first + place} "When?"')
            for place in range(CLIENTS)
        ]
    )
    assert all(one.ok for one in asked), [one.key for one in asked if not one.ok]
    said = await crowd.at_once(
        [(name, f'proposal answer proposal-{first + place} "Now"') for place in range(CLIENTS)]
    )
    assert all(one.ok for one in said), [one.key for one in said if not one.ok]
    assert await crowd.balance(name) == GIFT - CLIENTS + CAP


async def prepare_gifts(crowd: Crowd) -> None:
    """Somebody to whom staff give."""
    await crowd.say("ana", "connects balance")


async def gifts(crowd: Crowd, number: int) -> None:
    """One of the staff, who may give 1,000 a day, gives 60 twenty times and 30 four times in one moment."""
    had, staff = await crowd.balance("ana"), f"staff{number}"
    amounts = [60] * 20 + [30] * 4
    # Each for a reason of its own: who says the same twice is asked whether they mean it.
    lines = [(staff, f"admin grant ana {amount} {one}") for one, amount in enumerate(amounts)]
    said = await crowd.at_once(lines)
    given = sum(amount for amount, one in zip(amounts, said, strict=True) if one.ok)
    assert {one.key for one in said if not one.ok} == {"admin.limit"}, {one.key for one in said}
    assert 1_000 - 30 < given <= 1_000, given
    assert await crowd.balance("ana") == had + given
