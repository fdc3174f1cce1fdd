/** The algorithms that signatures name, as the browser's own cryptography knows them; one that it does not is no proof either way. */

import { INTEGER, OID, SEQUENCE, context, expect, number, oid, parse } from "./der.js";

const DIGESTS = {
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};
const RSA = "1.2.840.113549.1.1.1";
const PSS = "1.2.840.113549.1.1.10";
const OF_RSA = {
  "1.2.840.113549.1.1.11": "SHA-256",
  "1.2.840.113549.1.1.12": "SHA-384",
  "1.2.840.113549.1.1.13": "SHA-512",
};
const OF_CURVES = {
  "1.2.840.10045.4.3.2": "SHA-256",
  "1.2.840.10045.4.3.3": "SHA-384",
  "1.2.840.10045.4.3.4": "SHA-512",
};
const CURVES = {
  "1.2.840.10045.3.1.7": ["P-256", 32],
  "1.3.132.0.34": ["P-384", 48],
  "1.3.132.0.35": ["P-521", 66],
};
const PLAIN_RSA = Uint8Array.of(0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00);
const DEFAULT_SALT = 20;

/** What this page has no means to judge: another algorithm than those in use. */
export class Unsupported extends Error {}

export function digestNamed(algorithm) {
  const found = DIGESTS[oid(expect(algorithm, SEQUENCE).children[0])];
  if (found === undefined) throw new Unsupported("digest");
  return found;
}

export async function digest(name, bytes) {
  return new Uint8Array(await crypto.subtle.digest(name, bytes));
}

/** Whether a signature over these bytes is that of the key (a SubjectPublicKeyInfo); `hash` where the algorithm says none. */
export async function verifies(key, algorithm, hash, signature, signed) {
  const [named, parameters] = expect(algorithm, SEQUENCE).children;
  const name = oid(named);
  if (name === RSA || name in OF_RSA) return byRsa(key, { name: "RSASSA-PKCS1-v1_5" }, OF_RSA[name] ?? hash, signature, signed);
  if (name === PSS) {
    const { digest: pssHash, saltLength } = pss(parameters);
    return byRsa(key, { name: "RSA-PSS", saltLength }, pssHash, signature, signed);
  }
  if (name in OF_CURVES) return byCurve(key, OF_CURVES[name], signature, signed);
  throw new Unsupported(name);
}

async function byRsa(key, asked, hash, signature, signed) {
  if (hash === undefined) throw new Unsupported("digest");
  const imported = await crypto.subtle.importKey("spki", plain(key), { name: asked.name, hash }, false, ["verify"]);
  return crypto.subtle.verify(asked, imported, signature, signed);
}

/** A key of RSA under its plain name: browsers do not import one bound to PSS. */
function plain(key) {
  const [algorithm, bits] = expect(parse(key), SEQUENCE).children;
  if (oid(algorithm.children[0]) === RSA) return key;
  const inner = [...PLAIN_RSA, ...bits.raw];
  const size = inner.length;
  return Uint8Array.from([0x30, 0x82, size >> 8, size & 255, ...inner]);
}

/** The parameters of RSASSA-PSS (RFC 4055, 3.1): the same digest for both parts. */
function pss(parameters) {
  const given = expect(parameters, SEQUENCE);
  const [hash, mask, salt] = [0, 1, 2].map((n) => given.child(context(n))?.children[0]);
  if (!hash || !mask) throw new Unsupported("SHA-1");
  const found = digestNamed(hash);
  if (digestNamed(mask.children[1]) !== found) throw new Unsupported("mask");
  return { digest: found, saltLength: salt ? number(expect(salt, INTEGER)) : DEFAULT_SALT };
}

async function byCurve(key, hash, signature, signed) {
  const curve = CURVES[oid(expect(parse(key).children[0].children[1], OID))];
  if (curve === undefined) throw new Unsupported("curve");
  const [namedCurve, width] = curve;
  const asked = { name: "ECDSA", namedCurve };
  const imported = await crypto.subtle.importKey("spki", key, asked, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash }, imported, flat(signature, width), signed);
}

/** The two numbers of an ECDSA signature, side by side as browsers want them. */
function flat(signature, width) {
  const found = new Uint8Array(2 * width);
  for (const [at, part] of expect(parse(signature), SEQUENCE).children.entries()) {
    const bytes = expect(part, INTEGER).content;
    const value = bytes[0] === 0 ? bytes.subarray(1) : bytes;
    if (at > 1 || value.length > width) throw new Unsupported("signature");
    found.set(value, (at + 1) * width - value.length);
  }
  return found;
}
