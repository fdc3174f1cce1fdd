/** Certificates (RFC 5280): who, until when, for what, and whether they lead to a root that the prefecture recognises. */

import { Unsupported, verifies } from "./algorithms.js";
import { BOOLEAN, INTEGER, OID, SEQUENCE, context, expect, hex, instant, oid, parse, same, text } from "./der.js";

const NAMES = ["2.5.4.3", "2.5.4.11", "2.5.4.10"]; // common name, unit, organisation
const USAGE = "2.5.29.15";
const PURPOSES = "2.5.29.37";
const BASIC = "2.5.29.19";
const STATEMENTS = "1.3.6.1.5.5.7.1.3";
const READ = new Set([USAGE, PURPOSES, BASIC, STATEMENTS, "2.5.29.17", "2.5.29.32", "2.5.29.31", "2.5.29.35", "2.5.29.14"]);
const DIGITAL_SIGNATURE = 0;
const NON_REPUDIATION = 1;
const CERTIFICATE_SIGN = 5;
// Server, code, time stamps, OCSP: a certificate for these alone signs no minutes.
const NOT_FOR_SIGNING = ["1", "3", "8", "9"].map((each) => `1.3.6.1.5.5.7.3.${each}`);
// qcCompliance and qcSSCD (ETSI EN 319 412-5)
const QUALIFIED = ["0.4.0.1862.1.1", "0.4.0.1862.1.4"];
const DEEPEST = 6;

export class Certificate {
  constructor(bytes) {
    const [signed, algorithm, signature] = expect(parse(bytes), SEQUENCE).children;
    const parts = signed.children;
    const first = parts[0].tag === context(0) ? 1 : 0;
    const [serial, , issuer, validity, subject, key] = parts.slice(first);
    const [starts, ends] = validity.children.map(instant);
    Object.assign(this, { raw: bytes, signed: signed.raw, algorithm, signature: signature.content.subarray(1), starts, ends });
    Object.assign(this, { issuer: issuer.raw, subject: subject.raw, key: key.raw, serial: expect(serial, INTEGER).content });
    this.extensions = extensions(parts.find((each) => each.tag === context(3)));
  }

  get name() {
    return nameOf(this.subject);
  }

  get issuerName() {
    return nameOf(this.issuer);
  }

  get serialNumber() {
    return hex(this.serial).replace(/^0+/, "") || "0";
  }

  get selfIssued() {
    return same(this.issuer, this.subject);
  }

  /** Whether a use is allowed; one that says nothing of its uses may serve for any. */
  may(...bits) {
    const usage = this.extensions.get(USAGE);
    if (usage === undefined) return true;
    const [, ...bytes] = parse(usage.value).content;
    return bits.some((bit) => (bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7)));
  }

  get signs() {
    return this.#signs(NON_REPUDIATION);
  }

  get seals() {
    return this.#signs(NON_REPUDIATION, DIGITAL_SIGNATURE);
  }

  #signs(...bits) {
    if (!this.may(...bits)) return false;
    const purposes = this.extensions.get(PURPOSES);
    return purposes === undefined || !parse(purposes.value).children.map(oid).every((each) => NOT_FOR_SIGNING.includes(each));
  }

  get issues() {
    const basic = this.extensions.get(BASIC);
    const said = basic && parse(basic.value).children[0];
    return said?.tag === BOOLEAN && said.content[0] !== 0 && this.may(CERTIFICATE_SIGN);
  }

  get qualified() {
    const statements = this.extensions.get(STATEMENTS);
    const said = statements ? parse(statements.value).children.map((each) => oid(each.children[0])) : [];
    return QUALIFIED.every((each) => said.includes(each));
  }

  /** Whether something critical is asked of whoever reads it that this page does not know. */
  get strange() {
    return [...this.extensions].some(([name, { critical }]) => critical && !READ.has(name));
  }

  validAt(moment) {
    return this.starts <= moment && moment <= this.ends;
  }

  async issued(other) {
    try {
      return await verifies(this.key, other.algorithm, undefined, other.signature, other.signed);
    } catch (fault) {
      if (fault instanceof Unsupported) return false;
      throw fault;
    }
  }
}

function extensions(held) {
  const found = new Map();
  for (const each of held?.children[0].children ?? []) {
    const parts = each.children;
    const critical = parts[1].tag === BOOLEAN && parts[1].content[0] !== 0;
    found.set(oid(expect(parts[0], OID)), { critical, value: parts.at(-1).content });
  }
  return found;
}

function nameOf(bytes) {
  const said = new Map();
  for (const set of parse(bytes).children)
    for (const each of set.children) said.set(oid(each.children[0]), text(each.children[1]));
  const chosen = NAMES.map((each) => said.get(each)).find(Boolean) ?? [...said.values()].join(", ");
  return chosen.split(/\s+/).filter(Boolean).join(" ");
}

/** Whether a certificate leads to one of the roots, through those that came with it, all valid at that moment. */
export async function recognised(certificate, others, roots, moment, depth = 0) {
  if (roots.some((root) => same(root.raw, certificate.raw))) return true;
  if (depth > DEEPEST || certificate.strange || !certificate.validAt(moment)) return false;
  if (depth > 0 && !certificate.issues) return false;
  const above = (each) => same(each.subject, certificate.issuer);
  for (const root of roots.filter(above)) if (await root.issued(certificate)) return true;
  for (const each of others.filter(above))
    if ((await each.issued(certificate)) && (await recognised(each, others, roots, moment, depth + 1))) return true;
  return false;
}
