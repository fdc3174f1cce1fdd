/** Do the facts that a file carries prove its figures: the same rules as `minutes/rules/proving.py`, held to one table of cases.
 *
 * Sources: CRPA R133-10 (quorum), R133-11 (majority, casting vote). What was set right by hand is told, not judged.
 */

import { outcome } from "./outcome.js";
import { filled, typeset } from "./wording.js";

/** What cannot be read as facts at all. */
class Unreadable extends Error {}

/** Make every figure again from the attached file; any content gets an answer. */
export function prove(content, words) {
  try {
    const facts = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content));
    if (given(facts, "schema") !== words.schema) return nothing("other_schema", String(facts.schema).slice(0, 100));
    return proven(facts, words);
  } catch (fault) {
    if (fault instanceof Unreadable || fault instanceof SyntaxError || fault instanceof TypeError || fault instanceof RangeError)
      return nothing("unreadable", "");
    throw fault;
  }
}

const nothing = (doubt, written) => ({
  ...{ quorums: 0, votes: 0, figures: [], signers: [], committee: "", day: "" },
  findings: [{ doubt, where: "", written, made: "", byHand: false }],
});

/** What a record says under a name, which must be there; members that are not asked for are left alone. */
function given(record, name) {
  if (record === null || typeof record !== "object" || !Object.hasOwn(record, name)) throw new Unreadable(name);
  return record[name];
}

function whole(record, name) {
  const value = given(record, name);
  if (!Number.isSafeInteger(value)) throw new Unreadable(name);
  return value;
}

function list(record, name) {
  const value = given(record, name);
  if (!Array.isArray(value)) throw new Unreadable(name);
  return value;
}

function word(record, name) {
  const value = given(record, name);
  if (typeof value !== "string") throw new Unreadable(name);
  return value;
}

function proven(facts, words) {
  const findings = [];
  const figures = [];
  let quorums = 0;
  let votes = 0;
  for (const { path, where, title, line, at } of quorumsOf(facts, words)) {
    quorums += 1;
    const here = [...ofQuorum(where, line)];
    if (at !== null && line.source !== words.in_writing) here.push(...ofPresence(where, line, list(facts, "members"), at, words));
    marked(facts, path, here);
    findings.push(...here);
    figures.push(quorumFigure(where, title, line, here, words));
  }
  for (const { path, where, title, vote } of votesOf(facts, words)) {
    votes += 1;
    const made = outcomeOf(vote, list(facts, "rules"), words);
    const here = [...ofVote(where, vote, made, words)];
    marked(facts, path, here);
    findings.push(...here);
    figures.push(voteFigure(where, title, vote, made, here, words));
  }
  const signers = list(facts, "signers").map(String);
  const [committee, day] = [word(facts, "committee"), word(facts, "starts_at").slice(0, 10)];
  return { quorums, votes, findings, figures, signers, committee, day };
}

/** Each quorum with its path, its place in words, what it is about and its instant. */
function* quorumsOf(facts, words) {
  const at = given(facts, "closing") === "no_quorum" ? null : given(facts, "opened_at");
  yield { path: "quorum", where: words.said.AT_OPENING, title: "", line: given(facts, "quorum"), at };
  for (const [number, item] of list(facts, "agenda").entries()) {
    const [path, title] = [`agenda.${number}`, String(given(item, "title"))];
    const where = filled(words.said.AT_ITEM, { label: given(item, "label") });
    if (given(item, "quorum") !== null) yield { path, where, title, line: item.quorum, at: given(item, "begun_at") };
    for (const vote of list(item, "votes"))
      if (given(vote, "quorum") !== null)
        yield { path, where: place(item, vote, words), title, line: vote.quorum, at: given(vote, "opened_at") };
  }
}

function* votesOf(facts, words) {
  for (const [number, item] of list(facts, "agenda").entries())
    for (const vote of list(item, "votes"))
      if (given(vote, "held")) yield { path: `agenda.${number}`, where: place(item, vote, words), title: String(item.title), vote };
}

const place = (item, vote, words) => filled(words.said.AT_VOTE, { label: given(item, "label"), number: given(vote, "number") });

/** Mark what a correction by hand touches: both values and the reason are printed. */
function marked(facts, path, findings) {
  const byHand = list(facts, "corrections").some((each) => {
    const fact = `${given(each, "fact")}.`;
    return fact.startsWith(`${path}.`) || fact.startsWith("members.");
  });
  for (const each of findings) each.byHand = byHand;
}

const finding = (doubt, where, written, made) => ({ doubt, where, written: said(written), made: said(made), byHand: false });

/** Half at least of the members composing the committee (CRPA R133-10). */
const required = (line) => Math.floor((whole(line, "composing") + 1) / 2);

const counted = (line) => whole(line, "present") + whole(line, "represented") - whole(line, "recused") - whole(line, "fallen");

function* ofQuorum(where, line) {
  const [needed, found] = [required(line), counted(line)];
  if (given(line, "required") !== needed) yield finding("quorum_required", where, line.required, needed);
  if (given(line, "counted") !== found) yield finding("quorum_counted", where, line.counted, found);
  if (given(line, "reached") !== found >= needed) yield finding("quorum_reached", where, line.reached, found >= needed);
}

/** Count the seats taken at an instant: facts are kept to the minute, hence a least and a most. */
function* ofPresence(where, line, members, at, words) {
  const count = (sits) => members.filter((member) => list(member, "sat").some(sits)).length;
  const until = (sat) => given(sat, "until");
  const least = count((sat) => word(sat, "since") < at && (until(sat) === null || until(sat) > at));
  const most = count((sat) => word(sat, "since") <= at && (until(sat) === null || until(sat) >= at));
  const between = filled(words.said.BETWEEN, { least, most });
  if (line.present < least || line.present > most) yield finding("present", where, line.present, least === most ? least : between);
}

const ballots = (vote) => whole(vote, "in_favour") + whole(vote, "against") + whole(vote, "abstain");

function outcomeOf(vote, rules, words) {
  const cast = ballots(vote);
  const quorum = given(vote, "quorum");
  const lacking = given(quorum, "applies") && !given(quorum, "reached");
  const counts = { ...vote, did_not_vote: whole(vote, "entitled") - cast };
  return outcome(counts, { base: base(rules, words), casting: casting(vote, rules, words), lacking }, words);
}

function* ofVote(where, vote, made, words) {
  const parts = ballots(vote) + whole(vote, "no_part") + whole(vote, "silent");
  if (given(vote, "paper") === null && parts !== vote.entitled) yield finding("ballots", where, vote.entitled, parts);
  if (made.castingVoteUsed !== given(vote, "casting_vote_used"))
    yield finding("casting", where, vote.casting_vote_used, made.castingVoteUsed);
  if (made.sense !== given(vote, "sense")) yield finding("sense", where, words.senses[vote.sense] ?? vote.sense, words.senses[made.sense] ?? null);
  else if (typeset(made.wording, vote.paper !== null, words) !== given(vote, "wording"))
    yield finding("wording", where, vote.wording, made.wording);
}

/** The side of the chair: as declared, otherwise as their own ballot must have been for the sense to be. */
function casting(vote, rules, words) {
  const chosen = ruled(rules, words.rules.casting_vote);
  if (!given(vote, "casting_vote_used") || (chosen !== undefined && chosen !== "oui")) return null;
  const sense = given(vote, "sense");
  if (sense !== null && !Object.hasOwn(words.senses, sense)) throw new Unreadable("sense");
  const own = { favourable: "for", unfavourable: "against" }[sense] ?? null;
  const declared = given(vote, "casting_declaration");
  return declared === "for" || declared === "against" ? declared : own;
}

const base = (rules, words) => words.rules.bases[ruled(rules, words.rules.majority_base)] ?? "expressed";

/** What the committee chose, under the label of a rule; undefined where it is silent. */
function ruled(rules, label) {
  const found = rules.find((each) => given(each, "label") === label);
  return found && given(found, "value");
}

function quorumFigure(where, title, line, findings, words) {
  const [needed, found] = [required(line), counted(line)];
  const told = (count, wanted, reached) =>
    filled(words.said.QUORUM_SAID, { counted: count, required: wanted, verdict: words.reached[reached ? 1 : 0] });
  const written = told(line.counted, line.required, line.reached);
  const terms = filled(words.said.QUORUM_TERMS, line);
  return { kind: "quorum", where, title, terms, written, made: told(found, needed, found >= needed), state: state(findings) };
}

function voteFigure(where, title, vote, made, findings, words) {
  const terms = filled(words.said.VOTE_TERMS, { ...vote, silent: vote.entitled - ballots(vote) });
  const again = typeset(made.wording, vote.paper !== null, words) || words.said.NO_OPINION;
  const written = vote.wording || words.said.NO_OPINION;
  return { kind: "vote", where, title, terms, written, made: again, state: state(findings) };
}

const state = (findings) => (findings.length === 0 ? "same" : findings[0].byHand ? "by_hand" : "differs");

function said(value) {
  if (typeof value === "boolean") return value ? "oui" : "non";
  return value === null ? "rien" : String(value).slice(0, 200);
}
