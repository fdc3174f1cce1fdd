/** A PDF with each of its revisions (ISO 32000-1, 7.5): what a reader saw at each of them. */

import { PdfError, Reader, Ref, Stream, Text, named } from "./objects.js";

const MOST_REVISIONS = 100;
const MOST_ATTACHMENTS = 1000;
const LONGEST_TITLE = 300;
const MOST_INFLATED = 100_000_000;
const LATIN = new TextDecoder("latin1");

/** Undo the compression of a stream; the only one that we write, and a stranger's tables too. */
export async function inflated(stream, snapshot) {
  const filters = [snapshot.follow(stream.dictionary.get("Filter")) ?? []].flat();
  if (filters.length === 0) return stream.raw;
  if (filters.length !== 1 || named(filters[0]) !== "FlateDecode") throw new PdfError("filter");
  const parts = [];
  let size = 0;
  const reader = new Blob([stream.raw]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > MOST_INFLATED) throw new PdfError("size");
    parts.push(next.value);
  }
  const whole = new Uint8Array(size);
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  const asked = [snapshot.follow(stream.dictionary.get("DecodeParms")) ?? []].flat()[0];
  return asked instanceof Map ? unpredicted(whole, asked) : whole;
}

/** Undo the "up" predictor, the one that tables of objects are written with. */
function unpredicted(bytes, asked) {
  if ((asked.get("Predictor") ?? 1) === 1) return bytes;
  const width = asked.get("Columns") ?? 1;
  const rows = Math.floor(bytes.length / (width + 1));
  const found = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const kind = bytes[row * (width + 1)];
    if (kind !== 0 && kind !== 2) throw new PdfError("predictor");
    for (let n = 0; n < width; n++) {
      const above = kind === 2 && row > 0 ? found[(row - 1) * width + n] : 0;
      found[row * width + n] = bytes[row * (width + 1) + 1 + n] + above;
    }
  }
  return found;
}

/** What one revision wrote: where each of its objects is, its trailer, where it ends. */
class Revision {
  constructor(entries, trailer, end) {
    Object.assign(this, { entries, trailer, end });
  }
}

/** The file as it was read at one revision. */
class Snapshot {
  constructor(file, number) {
    Object.assign(this, { file, number });
  }

  get root() {
    return this.dictionary(this.file.revisions[this.number].trailer.get("Root"));
  }

  entry(number) {
    for (let at = this.number; at >= 0; at--) {
      const entry = this.file.revisions[at].entries.get(number);
      if (entry !== undefined) return entry.free ? undefined : entry;
    }
    return undefined;
  }

  /** What a reference leads to; anything else is itself. */
  follow(value, depth = 0) {
    if (!(value instanceof Ref)) return value;
    if (depth > 20) throw new PdfError("reference");
    const entry = this.entry(value.number);
    return entry === undefined ? null : this.follow(this.file.objectAt(value.number, entry, this), depth + 1);
  }

  dictionary(value) {
    const found = this.follow(value);
    if (!(found instanceof Map)) throw new PdfError("dictionary");
    return found;
  }

  list(value) {
    const found = this.follow(value) ?? [];
    if (!Array.isArray(found)) throw new PdfError("array");
    return found;
  }
}

export class File {
  #objects = new Map();
  revisions = [];

  /** Read the tables of every revision; the objects themselves are read when they are asked for. */
  static async open(bytes) {
    const file = new File();
    file.bytes = bytes;
    if (!LATIN.decode(bytes.subarray(0, 1024)).includes("%PDF-")) throw new PdfError("header");
    let at = file.#last();
    const seen = new Set();
    for (; at !== undefined; ) {
      if (seen.has(at) || seen.size > MOST_REVISIONS) throw new PdfError("revisions");
      seen.add(at);
      const revision = await file.#revision(at);
      file.revisions.unshift(revision);
      at = revision.trailer.get("Prev");
    }
    if (file.revisions.some((each) => each.trailer.has("Encrypt"))) throw new PdfError("encrypted");
    await file.#unpack();
    return file;
  }

  get latest() {
    return this.at(this.revisions.length - 1);
  }

  at(number) {
    return new Snapshot(this, number);
  }

  /** The revision that wrote last the object of this number. */
  writerOf(number) {
    return this.revisions.findLastIndex((each) => each.entries.has(number));
  }

  objectAt(number, entry, snapshot) {
    if (entry.value !== undefined) return entry.value;
    if (!this.#objects.has(entry)) {
      const reader = new Reader(this.bytes, entry.offset);
      this.#objects.set(entry, reader.indirect(number, (length) => snapshot.follow(length)));
    }
    return this.#objects.get(entry);
  }

  #last() {
    const tail = Math.max(0, this.bytes.length - 2048);
    const found = LATIN.decode(this.bytes.subarray(tail)).lastIndexOf("startxref");
    if (found < 0) throw new PdfError("startxref");
    return new Reader(this.bytes, tail + found + "startxref".length).whole();
  }

  async #revision(at) {
    if (!Number.isSafeInteger(at) || at < 0 || at >= this.bytes.length) throw new PdfError("offset");
    const reader = new Reader(this.bytes, at);
    const [entries, trailer] = reader.has("xref") ? this.#table(reader) : await this.#packedTable(reader);
    return new Revision(entries, trailer, this.#endAfter(reader));
  }

  /** A plain table and its trailer. */
  #table(reader) {
    const entries = new Map();
    reader.word("xref");
    while (!reader.has("trailer")) {
      const first = reader.whole();
      const count = reader.whole();
      for (let n = 0; n < count; n++) {
        const offset = reader.whole();
        reader.whole();
        reader.skip();
        const kind = reader.token();
        if (kind !== "n" && kind !== "f") throw new PdfError("entry");
        entries.set(first + n, kind === "n" ? { offset } : { free: true });
      }
    }
    reader.word("trailer");
    const trailer = reader.object();
    if (!(trailer instanceof Map) || trailer.has("XRefStm")) throw new PdfError("trailer");
    return [entries, trailer];
  }

  /** A table that is itself a compressed object, as other tools write it. */
  async #packedTable(reader) {
    const start = reader.at;
    const number = reader.whole();
    reader.at = start;
    const stream = reader.indirect(number, (length) => length);
    if (!(stream instanceof Stream) || named(stream.dictionary.get("Type")) !== "XRef") throw new PdfError("table");
    reader.word("endobj");
    const bytes = await inflated(stream, { follow: (value) => value });
    const widths = stream.dictionary.get("W");
    const spans = stream.dictionary.get("Index") ?? [0, stream.dictionary.get("Size")];
    const entries = new Map();
    let at = 0;
    const next = (width) => {
      let value = 0;
      for (let n = 0; n < width; n++) value = value * 256 + bytes[at++];
      return value;
    };
    for (let n = 0; n < spans.length; n += 2)
      for (let number_ = spans[n]; number_ < spans[n] + spans[n + 1] && at < bytes.length; number_++) {
        const kind = widths[0] ? next(widths[0]) : 1;
        const [second, third] = [next(widths[1]), next(widths[2])];
        entries.set(number_, [{ free: true }, { offset: second }, { within: second, place: third }][kind]);
      }
    return [entries, stream.dictionary];
  }

  /** Where a revision ends: after its mark of the end, and the end of that line. */
  #endAfter(reader) {
    reader.word("startxref");
    reader.whole();
    while (SPACE.has(this.bytes[reader.at])) reader.at++;
    if (reader.peek(5) !== "%%EOF") throw new PdfError("%%EOF");
    reader.at += 5;
    if (this.bytes[reader.at] === 13) reader.at++;
    if (this.bytes[reader.at] === 10) reader.at++;
    return reader.at;
  }

  /** Read the objects that others hold: they cannot be read one by one without waiting. */
  async #unpack() {
    const held = new Map();
    for (const [place, revision] of this.revisions.entries())
      for (const [number, entry] of revision.entries)
        if (entry.within !== undefined) {
          if (!held.has(entry.within)) held.set(entry.within, await this.#held(entry.within, this.at(place)));
          entry.value = held.get(entry.within).get(number) ?? null;
        }
  }

  async #held(number, snapshot) {
    const stream = snapshot.follow(new Ref(number, 0));
    if (!(stream instanceof Stream)) throw new PdfError("object stream");
    const bytes = await inflated(stream, snapshot);
    const heads = new Reader(bytes);
    const places = [];
    for (let n = 0; n < stream.dictionary.get("N"); n++) places.push([heads.whole(), heads.whole()]);
    const first = stream.dictionary.get("First");
    return new Map(places.map(([each, offset]) => [each, new Reader(bytes, first + offset).object()]));
  }
}

/** The title that a file gives itself; none where it cannot be read. */
export function titleOf(file) {
  try {
    const { trailer } = file.revisions.findLast((each) => each.trailer.has("Info"));
    const said = file.latest.follow(file.latest.dictionary(trailer.get("Info")).get("Title"));
    return said instanceof Text ? said.said.slice(0, LONGEST_TITLE) : "";
  } catch {
    return "";
  }
}

const SPACE = new Set([9, 10, 12, 13, 32]);

/** The files that a snapshot carries, by their names, in the order of its tree; two may bear the same name. */
export async function attachments(snapshot) {
  const names = snapshot.follow(snapshot.root.get("Names"));
  if (!(names instanceof Map)) return [];
  const found = [];
  await gather(snapshot, names.get("EmbeddedFiles"), found, 0);
  return found;
}

async function gather(snapshot, value, found, depth) {
  const node = snapshot.follow(value);
  if (!(node instanceof Map) || depth > 8) return;
  const listed = snapshot.list(node.get("Names"));
  for (let n = 1; n < listed.length; n += 2) {
    const specification = snapshot.dictionary(listed[n]);
    const name = snapshot.follow(specification.get("UF") ?? specification.get("F"));
    if (found.length >= MOST_ATTACHMENTS || !(name instanceof Text)) throw new PdfError("attachment");
    found.push([name.said, await content(specification, snapshot)]);
  }
  for (const kid of snapshot.list(node.get("Kids"))) await gather(snapshot, kid, found, depth + 1);
}

/** What is attached; nothing where it cannot be read, which says enough of it. */
async function content(specification, snapshot) {
  try {
    return await inflated(snapshot.follow(snapshot.dictionary(specification.get("EF")).get("F")), snapshot);
  } catch {
    return new Uint8Array();
  }
}
