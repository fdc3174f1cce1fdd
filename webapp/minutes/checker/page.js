/** The page: a file is chosen or dropped, and gets a yes or a no with reasons. Nothing leaves it, nothing is kept. */

import { Certificate } from "./certificates.js";
import { digest } from "./algorithms.js";
import { hex } from "./der.js";
import { verify } from "./verdict.js";
import { capital, filled, moment, spaced, weekday } from "./wording.js";

const MEGABYTES = 50;
const { words, roots: encoded, labels } = JSON.parse(document.getElementById("data").textContent);
const roots = encoded.map((each) => new Certificate(Uint8Array.from(atob(each), (char) => char.charCodeAt(0))));
const result = document.getElementById("result");
const file = document.getElementById("file");

/** An element with its text, or its children. */
function made(tag, held, attributes = {}) {
  const element = document.createElement(tag);
  element.append(...(Array.isArray(held) ? held : [held]));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

const bullets = (sentences, attributes) => made("ul", sentences.map((each) => made("li", each)), attributes);

/** A table whose first cells head their rows; on a narrow screen, each cell says its own heading. */
function table(caption, heads, rows) {
  const head = made("tr", heads.map((each) => made("th", each, { scope: "col" })));
  const body = rows.map(({ state, cells: [first, ...rest] }) => {
    const cells = rest.map((each, at) => made("td", each, { "data-label": heads[at + 1] }));
    return made("tr", [made("th", first, { scope: "row" }), ...cells], { class: state });
  });
  return made("table", [made("caption", caption), made("thead", head), made("tbody", body)]);
}

function signed({ signer, field, at, stamp, seal, quality, certificate, flaws }) {
  const worth = stamp ? words.kinds.stamp : words.worth[seal ? "seal" : "signature"][quality];
  const held = flaws.length === 0 ? labels.holds : flaws.map((each) => words.flaws[each]).join(", ");
  const when = at === undefined ? "" : moment(at, words);
  return { state: flaws.length ? "differs" : "same", cells: [signer || field, when, worth, words.certificates[certificate], held] };
}

function counted({ where, title, terms, written, made: again, state }) {
  const place = capital(where) + (title ? `\u00a0: ${title}` : "");
  return { state, cells: [place, terms, written, again, capital(words.states[state])] };
}

/** The figures of a kind, folded where there is nothing to look at. */
function recomputed(kind, caption, figures) {
  const found = figures.filter((each) => each.kind === kind);
  if (found.length === 0) return [];
  const agree = found.every((each) => each.state === "same");
  const held = table(caption, labels.figure_heads, found.map(counted));
  if (kind === "vote" || !agree) return [held];
  return [made("details", [made("summary", filled(labels.all_agree, { caption, number: found.length })), held])];
}

function show(verdict) {
  const kind = verdict.stands ? "but" : verdict.valid ? (verdict.vouched ? "yes" : "but") : "no";
  const parts = [made("p", verdict.headline, { class: kind })];
  const { committee, day, figures = [] } = verdict.proven ?? {};
  if (committee) parts.push(made("p", `${committee}, ${weekday(day, words)}.`));
  if (verdict.title) parts.push(made("p", `${verdict.title}.`));
  if (verdict.failures.length)
    parts.push(bullets(verdict.failures.map(({ part, sentence }) => `${words.parts[part]}\u00a0: ${sentence}`), { "data-reasons": "" }));
  if (verdict.signatures.length) parts.push(table(labels.signatures, labels.signature_heads, verdict.signatures.map(signed)));
  parts.push(...recomputed("vote", labels.votes, figures), ...recomputed("quorum", labels.quorums, figures));
  if (verdict.notes.length) parts.push(bullets(verdict.notes));
  return parts;
}

let asked = 0;

/** Check a file and say so; one asked for meanwhile goes first. */
async function check(chosen) {
  const mine = ++asked;
  const say = (...parts) => void (mine === asked && result.replaceChildren(...parts));
  if (chosen.size > MEGABYTES * 1024 * 1024) return say(made("p", filled(words.too_heavy, { megabytes: MEGABYTES }), { class: "no" }));
  say(made("p", words.reading));
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  const verdict = await verify(bytes, { roots, words });
  const sha256 = hex(await digest("SHA-256", bytes));
  say(made("h2", spaced(`${labels.result} ${chosen.name}`)), ...show(verdict), made("p", `SHA-256\u00a0: ${sha256}`, { class: "soft" }));
  if (mine === asked) result.focus();
}

async function listRoots() {
  const rows = roots.map(async (each) => made("li", `${each.name}\u00a0: SHA-256 ${hex(await digest("SHA-256", each.raw))}`));
  document.getElementById("roots").replaceChildren(...(roots.length ? await Promise.all(rows) : [made("li", labels.no_roots)]));
}

if (globalThis.crypto?.subtle === undefined || globalThis.DecompressionStream === undefined) {
  result.replaceChildren(made("p", words.no_cryptography, { class: "no" }));
} else {
  file.addEventListener("change", () => file.files.length && check(file.files[0]));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) check(event.dataTransfer.files[0]);
  });
  listRoots();
}
