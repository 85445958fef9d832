"""The model of proposals: applying, bidding, interviews and their bonus (RULES 16 to 29)."""

from __future__ import annotations

from dataclasses import dataclass

from tests.sim.board import FROM, LIVE, Board, Job, Sent
from tests.sim.hours import DAY, NEVER
from tests.sim.house import No
from tests.sim.purse import Purse


@dataclass
class Desk(Board):
    """A community with its proposals."""

    # Applying and bidding (RULES 16 to 26) -----------------------------------------------

    def afford(self, purse: Purse, amount: int) -> None:
        """Refuses what is not there, and all that a frozen wallet would pay."""
        if purse.frozen or purse.balance < amount:
            raise No("wallet.short")

    def apply(self, number: int, by: int, boost: int, agency: int, letter: bool, now: int) -> int:
        job = self.job(number, now)
        if agency:
            self.mine(by, agency)
        if job.state != "open" or job.client == by or (agency and self.part(agency, job.client)):
            raise No("job.closed")
        for one in self.on(job):
            if one.member == by or (agency and one.wallet == agency):
                again = one.round < job.round and one.state != "hired"
                if one.state != "withdrawn" and not again:
                    raise No("proposal.twice")
        if self.rules.letter and not letter:
            raise No("letter.missing")
        price = 0 if by in job.invited else job.price
        if agency:
            self.may_spend(agency, by, price + boost, now)
        purse = self.purse(agency or by, now)
        if boost:
            self._takes(job, boost)
        self.afford(purse, price + boost)
        found = Sent(
            len(self.sent) + 1, number, by, agency or by, price, purse.burn(price, self.rules.burn), now,
            job.round, self.delivery,
        )  # fmt: skip
        self.sent[found.number] = found
        if agency:
            self._spend(agency, by, price, now)
        if boost:
            self._bid(found, purse, boost, by, now)
        return found.number

    def _spend(self, agency: int, by: int, amount: int, now: int) -> None:
        key = self.may_spend(agency, by, amount, now)
        self.spent[key] = self.spent.get(key, 0) + amount

    def _takes(self, job: Job, amount: int) -> None:
        rules = self.rules
        if not job.auction or not rules.places or 0 < rules.most_bid < amount:
            raise No("boost.closed")
        if len(self.table(job)) >= rules.bidders:
            raise No("boost.full")

    def _bid(self, one: Sent, purse: Purse, amount: int, by: int, now: int) -> None:
        self.turns += 1
        paid = purse.burn(amount - one.bid, self.rules.burn)
        if one.wallet != one.member:
            self._spend(one.wallet, by, amount - one.bid, now)
        one.bid, one.bid_state, one.bid_rank = amount, "held", (now, self.turns)
        one.bid_payments.append(paid)

    def boost(self, number: int, by: int, amount: int, now: int) -> None:
        one, job = self._own(number, by, now)
        rules = self.rules
        if not job.auction or not rules.places or 0 < rules.most_bid < amount:
            raise No("boost.closed")
        if one.state not in LIVE or one.bid_state not in ("", "held") or amount <= one.bid:
            raise No("boost.low")
        if not one.bid:
            self._takes(job, amount)
        purse = self.purse(one.wallet, now)
        self.afford(purse, amount - one.bid)
        if one.wallet != one.member:
            self.may_spend(one.wallet, by, amount - one.bid, now)
        self._bid(one, purse, amount, by, now)

    # What becomes of a proposal (RULES 21, 27, 28) -------------------------------------------

    def proposal(self, number: int, now: int) -> tuple[Sent, Job]:
        one = self.sent.get(number)
        if one is None:
            raise No("proposal.unknown")
        return one, self.job(one.job, now)

    def _own(self, number: int, by: int, now: int) -> tuple[Sent, Job]:
        one, job = self.proposal(number, now)
        if not self.acts_for(by, one.wallet, one.member):
            raise No("proposal.unknown")
        return one, job

    def withdraw(self, number: int, by: int, now: int) -> None:
        one, job = self._own(number, by, now)
        if one.state not in LIVE:
            raise No("proposal.state")
        one.state = "withdrawn"
        if job.auction and one.bid_state in ("held", "spent"):
            one.bid_state = "left"

    def move(self, number: int, to: str, by: int, staff: bool, now: int) -> None:
        one, job = self.proposal(number, now)
        if self.is_own(by, one.wallet, one.member) or (job.client != by and not staff):
            raise No("proposal.own")
        if job.state != "open" or one.state not in FROM[to]:
            raise No("proposal.state")
        if job.auction and one.bid_state == "held" and one in self.table(job)[: self.rules.places]:
            one.bid_state = "spent"
        one.state = to
        if to == "interviewing":
            one.asked = now
        elif to == "hired":
            job.hired += 1
            self.close_auction(job, now, 0)
            if job.hired >= job.hires:
                self.end(job, "filled", now, 0)

    def answer(self, number: int, by: int, now: int) -> int:
        """What an answer earns."""
        one, job = self._own(number, by, now)
        if not one.asked or one.answered or one.state in ("withdrawn", "returned"):
            raise No("proposal.state")
        purse, rules = self.purse(one.wallet, now), self.rules
        self.settle_window(now)
        one.answered, pair = now, (job.client, one.wallet)
        if not rules.bonus or not one.paid or one.state != "interviewing":
            return 0
        if now > one.asked + rules.answer_days * DAY:
            return 0
        if rules.once_per_pair and self.in_window(self.pairs.get(pair, -NEVER), now):
            return 0
        used = sum(amount for at, amount in purse.earned if self.in_window(at, now))
        bonus = min(rules.bonus, max(0, rules.cap - used))
        if bonus:
            self.credit(purse, bonus, "bonus", now, by=self.delivery)
            purse.earned.append([now, bonus])
            self.pairs[pair] = now
        return bonus
