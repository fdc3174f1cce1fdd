/** What a revision changed of what a reader sees: signatures, proofs, or something else that may not be added to signed minutes.
 *
 * Both states are walked side by side from their roots. Whatever is not known to be harmless is an alteration.
 */

import { Name, Ref, Stream, Text, named } from "./objects.js";
import { same } from "./der.js";

const PROOFS = new Set(["DSS", "Extensions", "Version"]);
const FORM = new Set(["SigFlags", "DR", "DA"]);
const SIGNED = new Set(["V", "AP", "Lock", "MK", "DA", "F"]);

export const Change = { PROOFS: "proofs", SIGNATURE: "signature", METADATA: "metadata", OTHER: "other" };

const known = new WeakMap();

/** The kinds of changes that the revision after this one brought, as a set; each is looked for once. */
export function changesAfter(file, revision) {
  if (!known.has(file)) known.set(file, new Map());
  const found = known.get(file);
  if (!found.has(revision)) found.set(revision, changes(file.at(revision), file.at(revision + 1)));
  return found.get(revision);
}

function changes(before, after) {
  const found = new Set();
  if (!sameRoot(before, after)) return new Set([Change.OTHER]);
  new Walk(before, after, found).catalogue(before.root, after.root);
  return found;
}

const trailer = (snapshot) => snapshot.file.revisions[snapshot.number].trailer;

function sameRoot(before, after) {
  const [one, other] = [trailer(before).get("Root"), trailer(after).get("Root")];
  return one instanceof Ref && other instanceof Ref && one.number === other.number;
}

class Walk {
  #seen = new Set();

  constructor(before, after, found) {
    Object.assign(this, { before, after, found });
  }

  catalogue(one, other) {
    for (const key of keys(one, other)) {
      if (PROOFS.has(key)) this.noted(Change.PROOFS, one.get(key), other.get(key));
      else if (key === "Metadata") this.noted(Change.METADATA, one.get(key), other.get(key));
      else if (key === "AcroForm") this.form(this.before.follow(one.get(key)), this.after.follow(other.get(key)));
      else this.compare(one.get(key), other.get(key));
    }
  }

  /** Compare what may change, and note that it did. */
  noted(kind, one, other) {
    const inner = new Walk(this.before, this.after, new Set());
    inner.compare(one, other);
    if (inner.found.size) this.found.add(kind);
  }

  form(one, other) {
    if (!(other instanceof Map) || (one !== undefined && !(one instanceof Map))) return void this.compare(one, other);
    for (const key of keys(one ?? new Map(), other)) {
      if (key === "Fields") this.grown(one?.get(key), other.get(key));
      else if (FORM.has(key)) this.noted(Change.SIGNATURE, one?.get(key), other.get(key));
      else this.compare(one?.get(key), other.get(key));
    }
  }

  /** A list that only signatures may be added to: the fields of the form, what lies upon a page. */
  grown(one, other) {
    const [was, now] = [this.before.list(one ?? []), this.after.list(other ?? [])];
    if (now.length < was.length) return void this.found.add(Change.OTHER);
    was.forEach((each, at) => this.compare(each, now[at]));
    for (const each of now.slice(was.length))
      this.found.add(isSignature(this.after.follow(each)) ? Change.SIGNATURE : Change.OTHER);
  }

  compare(one, other) {
    if (this.found.has(Change.OTHER)) return;
    if (one instanceof Ref && other instanceof Ref) {
      const pair = `${one.number} ${other.number}`;
      if (this.#seen.has(pair)) return;
      this.#seen.add(pair);
    }
    const [was, now] = [this.before.follow(one), this.after.follow(other)];
    if (was instanceof Stream && now instanceof Stream) {
      if (was !== now && !same(was.raw, now.raw)) this.found.add(Change.OTHER);
      this.compare(was.dictionary, now.dictionary);
    } else if (was instanceof Map && now instanceof Map) this.dictionaries(was, now);
    else if (Array.isArray(was) && Array.isArray(now) && was.length === now.length)
      was.forEach((each, at) => this.compare(each, now[at]));
    else if (!alike(was, now)) this.found.add(Change.OTHER);
  }

  dictionaries(was, now) {
    const onPage = named(was.get("Type")) === "Page";
    const signing = isSignature(was) && !was.has("V") && now.has("V");
    if (signing) this.found.add(Change.SIGNATURE);
    for (const key of keys(was, now)) {
      if (signing && (SIGNED.has(key) || sayTheSame(was.get(key), now.get(key)))) continue;
      if (onPage && key === "Annots") this.grown(was.get(key), now.get(key));
      else this.compare(was.get(key), now.get(key));
    }
  }
}

const keys = (one, other) => new Set([...one.keys(), ...other.keys()]);

/** Whether this is a field that a signature fills. */
const isSignature = (value) => value instanceof Map && named(value.get("FT")) === "Sig";

/** Whether two texts read the same: signing tools write a name again in another encoding. */
const sayTheSame = (one, other) => one instanceof Text && other instanceof Text && one.said === other.said;

function alike(one, other) {
  if (one instanceof Text && other instanceof Text) return same(one.bytes, other.bytes);
  if (one instanceof Name && other instanceof Name) return one.value === other.value;
  return one === other || (one ?? null) === (other ?? null);
}
