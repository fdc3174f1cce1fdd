/** Reading DER (ITU-T X.690): lengths are definite, nothing runs beyond what holds it. */

const UTF8 = new TextDecoder("utf-8");
const STRINGS = { 12: "utf-8", 18: "latin1", 19: "latin1", 20: "latin1", 22: "latin1", 30: "utf-16be" };

export const BOOLEAN = 0x01;
export const INTEGER = 0x02;
export const OCTETS = 0x04;
export const OID = 0x06;
export const SEQUENCE = 0x30;
export const SET = 0x31;
/** The tag of the n-th context-specific element that holds others. */
export const context = (n) => 0xa0 + n;

export class DerError extends Error {}

/** One element: its tag, its own bytes, the bytes that it holds. */
class Element {
  constructor(bytes, start, head, end) {
    Object.assign(this, { tag: bytes[start], bytes, start, head, end });
  }

  get raw() {
    return this.bytes.subarray(this.start, this.end);
  }

  get content() {
    return this.bytes.subarray(this.head, this.end);
  }

  get children() {
    const found = [];
    for (let at = this.head; at < this.end; at = found.at(-1).end) found.push(element(this.bytes, at, this.end));
    return found;
  }

  /** The child of this tag, undefined where there is none. */
  child(tag) {
    return this.children.find((each) => each.tag === tag);
  }
}

function element(bytes, at, limit) {
  if (at + 2 > limit || (bytes[at] & 0x1f) === 0x1f) throw new DerError("tag");
  let length = bytes[at + 1];
  let head = at + 2;
  if (length & 0x80) {
    const size = length & 0x7f;
    if (size === 0 || size > 4 || head + size > limit) throw new DerError("length");
    length = 0;
    for (let n = 0; n < size; n++) length = length * 256 + bytes[head + n];
    head += size;
  }
  if (head + length > limit) throw new DerError("end");
  return new Element(bytes, at, head, head + length);
}

/** The element at the start of these bytes, whatever follows it. */
export const first = (bytes) => element(bytes, 0, bytes.length);

/** The one element that these bytes are. */
export function parse(bytes) {
  const found = first(bytes);
  if (found.end !== bytes.length) throw new DerError("rest");
  return found;
}

/** Hold an element to a tag. */
export function expect(found, tag) {
  if (found === undefined || found.tag !== tag) throw new DerError(`tag ${tag}`);
  return found;
}

export function oid(found) {
  const numbers = [];
  let value = 0;
  for (const byte of expect(found, OID).content) {
    value = value * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    if (numbers.length === 0) {
      const first = Math.min(2, Math.floor(value / 40));
      numbers.push(first, value - first * 40);
    } else numbers.push(value);
    value = 0;
  }
  return numbers.join(".");
}

export function text(found) {
  const encoding = STRINGS[found.tag];
  return encoding === undefined ? "" : new TextDecoder(encoding).decode(found.content);
}

/** A whole number small enough for ours. */
export function number(found) {
  return Number(`0x${hex(expect(found, INTEGER).content)}`);
}

/** UTCTime or GeneralizedTime, in UTC as X.509 wants them. */
export function instant(found) {
  const said = UTF8.decode(found.content);
  const parts = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.\d+)?Z$/.exec(said);
  if (!parts) throw new DerError("time");
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  const full = parts[1].length === 4 ? year : year + (year < 50 ? 2000 : 1900);
  return new Date(Date.UTC(full, month - 1, day, hour, minute, second));
}

export function hex(bytes) {
  return Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
}

export function same(one, other) {
  return one.length === other.length && one.every((each, at) => each === other[at]);
}
