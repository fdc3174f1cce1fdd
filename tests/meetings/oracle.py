"""The simulator's answer worked out a second time, from the interface's text alone and by other means.

Nothing of the application is imported. Where the rules keep running counters, this asks of each mandate who came before
it; where they subtract, this lists the seats that count, one by one; where they compare counts, this sorts ballots.
"""

from fractions import Fraction

DEFAULTS = {
    "quorum_applies": True,
    "max_mandates": 1,
    "mandates_in_writing": False,
    "recused_counts_in_quorum": False,
    "majority_base": "expressed",
    "chair_votes": True,
    "casting_vote": True,
}


class Oracle:
    def __init__(self, scenario):
        self.scenario = scenario
        self.rules = DEFAULTS | scenario["settings"]
        self.everyone = [f"s{number + 1}" for number in range(self.rules["composing"])]
        self.present = scenario["present"]
        self.replaced = scenario["replaced"]
        self.given = [(mandate["from"], mandate["to"]) for mandate in scenario["mandates"]]
        self.chair = scenario["chair"]

    def answer(self):
        recused = self.scenario["recused"]
        reasons = [self.reason(index, recused) for index in range(len(self.given))]
        represented = [self.given[index][0] for index, reason in enumerate(reasons) if reason is None]
        voters = [seat for seat in self.everyone if self.may_vote(seat, represented)]
        cast = {seat: choice for seat, choice in self.scenario["votes"].items() if seat in voters}
        quorum = self.quorum()
        return {
            "mandates": [
                {"from": mandator, "to": holder, "valid": reason is None, "reason": reason}
                for (mandator, holder), reason in zip(self.given, reasons, strict=True)
            ],
            "quorum": quorum,
            "refused_votes": [
                {"seat": seat, "reason": self.why_refused(seat)} for seat in self.scenario["votes"] if seat not in cast
            ],
            "counts": {word: sum(choice == word for choice in cast.values()) for word in ("for", "against", "abstain")}
            | {"did_not_vote": sum(seat not in cast for seat in voters), "entitled": len(voters)},
            "outcome": self.outcome(cast, voters, quorum),
        }

    def reason(self, index, recused):
        mandator, holder = self.given[index]
        causes = {
            "unknown_seat": bool({mandator, holder} - set(self.everyone)),
            "not_in_writing": self.scenario["mode"] == "written" and not self.rules["mandates_in_writing"],
            "mandator_present": mandator in self.present and mandator not in self.replaced,
            "mandator_replaced": mandator in self.replaced,
            "already_given": mandator in [other for other, _ in self.given[:index]],
            "holder_absent": holder not in self.present,
            "holder_full": self.places_taken(index) >= self.rules["max_mandates"],
            "mandator_recused": mandator in recused,
            "holder_recused": holder in recused,
        }
        return next((cause for cause, true in causes.items() if true), None)

    def places_taken(self, index):
        """Earlier mandates to the same holder that would be good if nobody were recused."""
        holder = self.given[index][1]
        return sum(self.given[before][1] == holder and self.reason(before, []) is None for before in range(index))

    def may_vote(self, seat, represented):
        there = seat in self.present or seat in represented
        barred = seat in self.scenario["recused"] or (seat == self.chair and not self.rules["chair_votes"])
        return there and not barred

    def why_refused(self, seat):
        causes = {
            "unknown_seat": seat not in self.everyone,
            "chair_without_vote": seat == self.chair and not self.rules["chair_votes"],
            "recused": seat in self.scenario["recused"],
            "mandate_void": seat in [mandator for mandator, _ in self.given],
            "absent": True,
        }
        return next(cause for cause, true in causes.items() if true)

    def quorum(self):
        recused = [] if self.rules["recused_counts_in_quorum"] else self.scenario["recused"]
        counting = [
            seat
            for seat in self.everyone
            if seat not in recused
            and (
                seat in self.present
                or any(
                    self.given[index][0] == seat and self.reason(index, recused) is None
                    for index in range(len(self.given))
                )
            )
        ]
        half = Fraction(self.rules["composing"], 2)
        required = next(number for number in range(self.rules["composing"] + 1) if number >= half)
        return {
            "applies": self.rules["quorum_applies"] and not self.scenario["second_notice"],
            "composing": self.rules["composing"],
            "required": required,
            "counted": len(counting),
            "reached": len(counting) >= half,
            "source": "ordonnance 2014-1329" if self.scenario["mode"] == "written" else "CRPA R133-10",
        }

    def outcome(self, cast, voters, quorum):
        pile = sorted(cast.values())
        yes, no, blank = pile.count("for"), pile.count("against"), pile.count("abstain")
        verdict = {"for": "favourable", "against": "unfavourable"}
        casting = self.casting(cast) if yes == no and yes + no else None
        if yes + no == 0:
            expressed = present = "no_vote_expressed"
        elif yes == no:
            expressed = present = verdict.get(casting, "tie")
        else:
            winner = "for" if yes > no else "against"
            expressed = verdict[winner]
            present = expressed if Fraction(pile.count(winner), len(pile)) > Fraction(1, 2) else "no_majority"
        chosen = {"expressed": expressed, "present": present}[self.rules["majority_base"]]
        sense = None if quorum["applies"] and not quorum["reached"] else chosen
        silent = [seat for seat in voters if seat not in cast]
        return {
            "expressed": expressed,
            "present": present,
            "sense": sense,
            "diverges": expressed != present,
            "casting_vote_used": casting is not None,
            "unanimous": set(pile) == {"for"} and not silent,
            "wording": None if sense is None else say(sense, (yes, no, blank), casting, silent),
        }

    def casting(self, cast):
        if self.chair not in self.present or self.chair in self.scenario["recused"]:
            return None
        if not self.rules["casting_vote"] or not self.rules["chair_votes"]:
            return None
        own = cast.get(self.chair)
        return own if own in {"for", "against"} else self.scenario["casting_declaration"]


def say(sense, tally, casting, silent):
    yes, no, blank = tally
    words = [f"{yes} pour"] * bool(yes) + [f"{no} contre"] * bool(no)
    words += [f"{blank} abstention{'s' * (blank > 1)}"] * bool(blank)
    brackets = f" ({', '.join(words)})"
    plain = {
        "tie": "partage des voix" + brackets,
        "no_vote_expressed": "aucun suffrage exprimé",
        "no_majority": "aucune majorité" + brackets,
    }
    if sense in plain:
        return plain[sense]
    opinion = "avis " + sense.replace("unfavourable", "défavorable").replace("favourable", "favorable")
    if casting:
        return f"{opinion}, voix prépondérante du président{brackets}"
    if yes and no:
        return f"{opinion} à la majorité{brackets}"
    return f"{opinion} à l'unanimité" + (f" des suffrages exprimés{brackets}" if blank or silent else "")
