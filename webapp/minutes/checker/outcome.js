/** What the votes make, under the committee's base of majority (CRPA R133-11): the same rules as `meetings/rules/outcome.py`. */

import { filled } from "./wording.js";

const DECIDED = { for: "favourable", against: "unfavourable" };

/** The sense, whether the casting vote settled it, and the words for it; null where the quorum lacks. */
export function outcome(counts, { base, casting, lacking }, words) {
  const expressed = underExpressed(counts, casting);
  const chosen = base === "present" ? underPresent(counts, expressed) : expressed;
  const sense = lacking ? null : chosen;
  const castingVoteUsed = counts.in_favour === counts.against && counts.against > 0 && casting !== null;
  return { sense, castingVoteUsed, wording: sense === null ? null : worded(sense, counts, castingVoteUsed, words) };
}

function underExpressed({ in_favour: inFavour, against }, casting) {
  if (inFavour === 0 && against === 0) return "no_vote_expressed";
  if (inFavour === against) return casting === null ? "tie" : DECIDED[casting];
  return inFavour > against ? "favourable" : "unfavourable";
}

/** More than half of all ballots, abstentions included; an equality is settled as under the votes expressed, first. */
function underPresent({ in_favour: inFavour, against, abstain }, expressed) {
  if (inFavour === against) return expressed;
  return 2 * Math.max(inFavour, against) > inFavour + against + abstain ? expressed : "no_majority";
}

function worded(sense, counts, castingVoteUsed, words) {
  const { in_favour: inFavour, against, abstain, did_not_vote: didNotVote } = counts;
  let kind = sense;
  if (sense in words.opinions) {
    kind = "unanimous";
    if (castingVoteUsed) kind = "casting";
    else if (inFavour && against) kind = "majority";
    else if (abstain || didNotVote) kind = "unanimous_of_expressed";
  }
  const nouns = [
    [inFavour, words.in_favour],
    [against, words.against],
    [abstain, words.neither[0][abstain === 1 ? 0 : 1]],
  ];
  const figures = nouns.filter(([number]) => number).map(([number, noun]) => `${number} ${noun}`);
  return filled(words.wordings[kind], { opinion: words.opinions[sense] ?? "", figures: `(${figures.join(", ")})` });
}
