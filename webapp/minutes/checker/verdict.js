/** Is this file intact, by whom is it signed, do its facts prove its figures: the answers of `minutes verify`, without a register. */

import { prove } from "./facts.js";
import { File, attachments, titleOf } from "./file.js";
import { covered, signatures } from "./signatures.js";
import { capital, filled, spaced } from "./wording.js";

const FACTS = "faits.json";

/** Check any file whatsoever: failures, notes, signatures and figures, in sentences. */
export async function verify(bytes, { roots, words }) {
  const found = await read(bytes, roots);
  const proven = found.facts.length === 0 ? undefined : prove(found.facts[0], words);
  const failures = [...failed(found, proven, words)].map(([part, sentence]) => ({ part, sentence: spaced(sentence) }));
  const valid = failures.length === 0;
  const signed = people(found).length ? people(found) : found.signatures;
  const vouched = signed.every((each) => each.certificate === "recognised");
  const paper = proven === undefined ? paperOf(found.title, words) : undefined;
  const stands = paper !== undefined && failures.every((each) => each.part === "facts");
  return {
    ...{ valid, vouched, stands, proven, failures, signatures: found.signatures, title: paper === undefined ? "" : found.title },
    headline: spaced(paper === undefined ? headline(valid, vouched, words) : paperHeadline(paper, stands, vouched, words)),
    notes: [...noted(found, proven, words)].map(spaced),
  };
}

const headline = (valid, vouched, { said }) => (valid ? (vouched ? said.YES : said.YES_BUT) : said.NO);

/** What a paper without facts is worth: at best intact. */
function paperHeadline(kind, stands, vouched, { said, papers }) {
  const sentence = stands ? (vouched ? said.PAPER_STANDS : said.PAPER_STANDS_BUT) : said.PAPER_FALLS;
  return filled(sentence, { paper: papers[kind] });
}

/** Which paper beside the minutes a document says it is, by the start of its own title. */
const paperOf = (title, { titles }) => Object.keys(titles).find((kind) => title.startsWith(`${titles[kind]}, `));

async function read(bytes, roots) {
  try {
    const file = await File.open(bytes);
    const found = await signatures(file, roots);
    const facts = (await attachments(file.latest)).filter(([name]) => name === FACTS).map(([, content]) => content);
    return { readable: true, title: titleOf(file), signatures: found, covered: covered(file, found), facts };
  } catch {
    return { readable: false, title: "", signatures: [], covered: false, facts: [] }; // whatever a stranger's file makes a reader throw
  }
}

const people = (found) => found.signatures.filter((each) => !each.stamp && !each.seal);

function* failed(found, proven, words) {
  if (!found.readable) return void (yield ["file", words.said.NOT_A_PDF]);
  for (const each of found.signatures)
    for (const flaw of each.flaws) {
      const what = words.kinds[each.stamp ? "stamp" : each.seal ? "seal" : "signature"];
      yield ["signatures", filled(words.said.BROKEN, { what, signer: each.signer || each.field, why: words.flaws[flaw] })];
    }
  const good = found.signatures.every((each) => each.flaws.length === 0);
  if (found.signatures.length && !found.covered && good) yield ["coverage", words.said.NOT_COVERED];
  if (proven === undefined) return void (yield* failedPaper(found, words));
  if (found.facts.length > 1) yield ["facts", words.said.SECOND_FACTS];
  for (const doubt of proven.findings) if (!doubt.byHand) yield ["facts", capital(filled(words.doubts[doubt.doubt], doubt))];
  const signed = people(found);
  if (signed.length === 0) yield ["signatures", words.said.UNSIGNED];
  else for (const role of proven.signers.slice(signed.length)) yield ["signatures", filled(words.said.SIGNER_MISSING, { role })];
}

/** A file without facts: a paper that may be signed alone, otherwise nothing of ours. */
function* failedPaper(found, words) {
  if (paperOf(found.title, words) === undefined) return void (yield ["file", words.said.NOT_OURS]);
  if (found.signatures.length === 0) yield ["signatures", words.said.UNSIGNED];
  yield ["facts", words.said.NO_FACTS];
}

/** What is not a no: what is only told. What this page cannot know is written on it. */
function* noted(found, proven, words) {
  for (const { stamp, flaws, signer, certificate } of found.signatures)
    if (!stamp && flaws.length === 0 && certificate !== "recognised")
      yield filled(words.said.NOBODY_VOUCHES, { signer, certificate: words.certificates[certificate] });
  if (proven === undefined && found.signatures.length && paperOf(found.title, words) !== undefined) {
    if (people(found).length === 0) yield words.said.SEALED_ALONE;
    yield words.said.NOT_TOLD_BY_WHOM;
  }
  for (const { byHand, where } of proven?.findings ?? []) if (byHand) yield filled(words.said.BY_HAND_FACT, { where });
}
