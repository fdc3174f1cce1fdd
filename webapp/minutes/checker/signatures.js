/** The signatures of a file in the order of their making: what each covers, whether it holds, who, what was added after it. */

import { Unsupported } from "./algorithms.js";
import { recognised } from "./certificates.js";
import { Change, changesAfter } from "./changes.js";
import { Cms } from "./cms.js";
import { Text, named } from "./objects.js";

const SEAL = "cachet";
const DEEPEST = 8;

/** Every signature of a file that was opened, each judged; the earliest first. */
export async function signatures(file, roots) {
  const found = [];
  const snapshot = file.latest;
  for (const [name, value] of fields(snapshot)) found.push(await judged(file, name, value, roots));
  return found.sort((one, other) => one.revision - other.revision);
}

/** Each field that is signed, by its full name, with what it holds: a reference, or the signature itself. */
function* fields(snapshot) {
  const form = snapshot.follow(snapshot.root.get("AcroForm"));
  if (!(form instanceof Map)) return;
  for (const each of snapshot.list(form.get("Fields"))) yield* within(snapshot, each, "", undefined, 0);
}

function* within(snapshot, value, prefix, inherited, depth) {
  const field = snapshot.follow(value);
  if (!(field instanceof Map) || depth > DEEPEST) return;
  const own = snapshot.follow(field.get("T"));
  const name = [prefix, own instanceof Text ? own.said : ""].filter(Boolean).join(".");
  const kind = named(field.get("FT")) ?? inherited;
  if (kind === "Sig" && field.has("V")) yield [name, field.get("V")];
  for (const kid of snapshot.list(field.get("Kids"))) yield* within(snapshot, kid, name, kind, depth + 1);
}

async function judged(file, field, value, roots) {
  const said = { field, stamp: false, signer: "", issuer: "", serial: "", at: undefined, flaws: [], ends: 0, revision: 0 };
  said.certificate = "unknown_issuer";
  said.quality = "simple";
  try {
    said.revision = file.writerOf(value.number);
    const dictionary = file.latest.dictionary(value);
    said.stamp = named(dictionary.get("Type")) === "DocTimeStamp";
    await judge(file, said, dictionary, roots);
  } catch (fault) {
    said.flaws = [fault instanceof Unsupported ? "unsupported" : "unreadable"];
  }
  said.seal = field === SEAL;
  return said;
}

async function judge(file, said, dictionary, roots) {
  const contents = dictionary.get("Contents");
  const cms = new Cms(contents.bytes);
  const { certificate } = cms;
  Object.assign(said, { signer: certificate.name, issuer: certificate.issuerName, serial: certificate.serialNumber });
  said.at = cms.moment ?? written(dictionary.get("M"));
  const moment = said.at ?? new Date();
  if (said.stamp !== cms.isStamp) throw new TypeError("stamp");
  const covered = range(file, dictionary.get("ByteRange"), contents);
  said.ends = covered?.ends ?? 0;
  if (covered === undefined || !(await cms.holds(covered.bytes))) said.flaws.push("broken");
  else if (cms.hides || said.ends !== file.revisions[said.revision].end || isAltered(file, said.revision)) said.flaws.push("overlaid");
  if (!said.stamp) said.flaws.push(...ofCertificate(certificate, moment, said.field === SEAL));
  if (certificate.selfIssued) said.certificate = "self_signed";
  else if (!said.flaws.includes("broken") && (await recognised(certificate, cms.others, roots, moment))) {
    said.certificate = "recognised";
    said.quality = certificate.qualified ? "qualified" : "advanced";
  }
}

/** The bytes that a signature covers: the whole file up to its end, but the signature itself; undefined if it leaves more out. */
function range(file, given, contents) {
  if (!Array.isArray(given) || given.length !== 4 || !given.every((each) => Number.isSafeInteger(each) && each >= 0)) return undefined;
  const [start, before, after, rest] = given;
  const ends = after + rest;
  if (start !== 0 || before !== contents.start || after !== contents.end || ends > file.bytes.length) return undefined;
  const bytes = new Uint8Array(before + rest);
  bytes.set(file.bytes.subarray(0, before));
  bytes.set(file.bytes.subarray(after, ends), before);
  return { bytes, ends };
}

/** Whether something else than signatures and their proofs was added after a revision. */
function isAltered(file, revision) {
  for (let at = revision; at + 1 < file.revisions.length; at++)
    if (changesAfter(file, at).has(Change.OTHER)) return true;
  return false;
}

/** Whether nothing follows the last signature, but proofs of its certificates. */
export function covered(file, found) {
  const last = found.at(-1);
  if (last === undefined || last.flaws.some((each) => each === "broken" || each === "unreadable")) return false;
  const end = file.revisions.at(-1).end;
  if (end !== file.bytes.length) return false;
  if (last.ends === end) return true;
  const added = [];
  for (let at = last.revision; at + 1 < file.revisions.length; at++) added.push(...changesAfter(file, at));
  return last.ends === file.revisions[last.revision].end && added.every((each) => each === Change.PROOFS);
}

function* ofCertificate(certificate, moment, seal) {
  if (moment < certificate.starts) yield "not_yet_valid";
  if (moment > certificate.ends) yield "expired";
  if (!(seal ? certificate.seals : certificate.signs)) yield "wrong_usage";
}

/** A date as a PDF writes it: D:20261210143000+01'00' (ISO 32000-1, 7.9.4). */
function written(value) {
  const parts = value instanceof Text && /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-])(\d\d)'?(\d\d)?)?/.exec(value.said);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number);
  const shift = parts[7] ? (parts[7] === "-" ? 1 : -1) * (Number(parts[8]) * 60 + Number(parts[9] ?? 0)) : 0;
  return new Date(Date.UTC(year, month - 1, day, hour, minute + shift, second));
}
