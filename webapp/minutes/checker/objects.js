/** The objects of a PDF as they are written (ISO 32000-1, 7.3): each string keeps its place, since a signature leaves its own out. */

const DEEPEST = 60;
const SPACES = new Set([0, 9, 10, 12, 13, 32]);
const ENDS = new Set([...SPACES, ...Array.from("()<>[]{}/%", (each) => each.charCodeAt(0))]);
const ESCAPED = { n: 10, r: 13, t: 9, b: 8, f: 12 };
const LATIN = new TextDecoder("latin1");
// What PDFDocEncoding has from 128 on, where it is not Latin-1 (ISO 32000-1, D.2).
const FROM_128 = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\ufffd€";

export class PdfError extends Error {}

export class Name {
  constructor(value) {
    this.value = value;
  }
}

export class Ref {
  constructor(number, generation) {
    Object.assign(this, { number, generation });
  }
}

/** A string; `start` and `end` bound it in the file, its marks included. */
export class Text {
  constructor(bytes, start, end, hexadecimal) {
    Object.assign(this, { bytes, start, end, hexadecimal });
  }

  get said() {
    const wide = this.bytes[0] === 0xfe && this.bytes[1] === 0xff;
    if (wide) return new TextDecoder("utf-16be").decode(this.bytes.subarray(2));
    return Array.from(this.bytes, (each) => FROM_128[each - 128] ?? String.fromCharCode(each)).join("");
  }
}

export class Stream {
  constructor(dictionary, raw) {
    Object.assign(this, { dictionary, raw });
  }
}

/** The value of a name, undefined for anything else. */
export const named = (value) => (value instanceof Name ? value.value : undefined);

export class Reader {
  constructor(bytes, at = 0, end = bytes.length) {
    Object.assign(this, { bytes, at, end });
  }

  skip() {
    while (this.at < this.end) {
      const byte = this.bytes[this.at];
      if (byte === 0x25) while (this.at < this.end && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13) this.at++;
      else if (SPACES.has(byte)) this.at++;
      else return;
    }
  }

  /** The next word, without moving. */
  peek(length) {
    return LATIN.decode(this.bytes.subarray(this.at, Math.min(this.end, this.at + length)));
  }

  /** Pass over a word that must be there. */
  word(expected) {
    this.skip();
    if (this.peek(expected.length) !== expected) throw new PdfError(expected);
    this.at += expected.length;
  }

  has(word) {
    this.skip();
    return this.peek(word.length) === word;
  }

  whole() {
    const found = this.object();
    if (!Number.isSafeInteger(found) || found < 0) throw new PdfError("whole number");
    return found;
  }

  token() {
    const start = this.at;
    while (this.at < this.end && !ENDS.has(this.bytes[this.at])) this.at++;
    return LATIN.decode(this.bytes.subarray(start, this.at));
  }

  object(depth = 0) {
    if (depth > DEEPEST) throw new PdfError("depth");
    this.skip();
    const byte = this.bytes[this.at];
    if (this.at >= this.end) throw new PdfError("end");
    if (byte === 0x2f) return this.name();
    if (byte === 0x28) return this.literal();
    if (byte === 0x5b) return this.array(depth);
    if (byte === 0x3c) return this.bytes[this.at + 1] === 0x3c ? this.dictionary(depth) : this.hexadecimal();
    return this.plain();
  }

  name() {
    this.at++;
    return new Name(this.token().replace(/#([0-9A-Fa-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16))));
  }

  literal() {
    const start = this.at++;
    const found = [];
    for (let open = 1; ; ) {
      if (this.at >= this.end) throw new PdfError("string");
      const byte = this.bytes[this.at++];
      if (byte === 0x5c) this.escaped(found);
      else {
        open += byte === 0x28 ? 1 : byte === 0x29 ? -1 : 0;
        if (open === 0) return new Text(Uint8Array.from(found), start, this.at, false);
        found.push(byte);
      }
    }
  }

  escaped(found) {
    const octal = /^[0-7]{1,3}/.exec(this.peek(3));
    if (octal) {
      this.at += octal[0].length;
      found.push(parseInt(octal[0], 8) & 255);
      return;
    }
    const byte = this.bytes[this.at++];
    if (byte === 13 && this.bytes[this.at] === 10) this.at++;
    else if (byte !== 10 && byte !== 13) found.push(ESCAPED[String.fromCharCode(byte)] ?? byte);
  }

  hexadecimal() {
    const start = this.at++;
    const close = this.bytes.indexOf(0x3e, this.at);
    if (close < 0 || close >= this.end) throw new PdfError("string");
    let digits = LATIN.decode(this.bytes.subarray(this.at, close)).replace(/[\0\t\n\f\r ]/g, "");
    if (/[^0-9A-Fa-f]/.test(digits)) throw new PdfError("string");
    if (digits.length % 2) digits += "0";
    this.at = close + 1;
    const bytes = new Uint8Array(digits.length / 2);
    for (let n = 0; n < bytes.length; n++) bytes[n] = parseInt(digits.substr(2 * n, 2), 16);
    return new Text(bytes, start, this.at, true);
  }

  array(depth) {
    this.at++;
    const found = [];
    for (this.skip(); this.bytes[this.at] !== 0x5d; this.skip()) found.push(this.object(depth + 1));
    this.at++;
    return found;
  }

  dictionary(depth) {
    this.at += 2;
    const found = new Map();
    for (this.skip(); !this.has(">>"); this.skip()) {
      const key = this.object(depth + 1);
      if (!(key instanceof Name) || found.has(key.value)) throw new PdfError("key");
      found.set(key.value, this.object(depth + 1));
    }
    this.at += 2;
    return found;
  }

  /** A number, a reference, or one of the three words. */
  plain() {
    const token = this.token();
    if (/^\d{1,10}$/.test(token)) {
      const reference = /^\s+(\d{1,5})\s+R(?![^\s()<>[\]{}/%])/.exec(this.peek(24));
      if (reference) {
        this.at += reference[0].length;
        return new Ref(Number(token), Number(reference[1]));
      }
    }
    if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(token)) return Number(token);
    if (token === "true" || token === "false") return token === "true";
    if (token === "null") return null;
    throw new PdfError("object");
  }

  /** A whole indirect object, from its number; `lengthOf` follows the length of a stream where it is elsewhere. */
  indirect(number, lengthOf) {
    if (this.whole() !== number) throw new PdfError("number");
    this.whole();
    this.word("obj");
    const found = this.object();
    if (!(found instanceof Map) || !this.has("stream")) return found;
    this.at += "stream".length;
    this.at += this.bytes[this.at] === 13 ? 2 : 1;
    const length = lengthOf(found.get("Length"));
    const raw = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    this.word("endstream");
    return new Stream(found, raw);
  }
}
