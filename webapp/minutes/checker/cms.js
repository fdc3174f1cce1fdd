/** A signature or a time stamp as it is written in its field (RFC 5652, RFC 5035, RFC 3161). */

import { digest, digestNamed, verifies } from "./algorithms.js";
import { Certificate } from "./certificates.js";
import { DerError, OCTETS, SEQUENCE, SET, context, expect, first, instant, oid, parse, same } from "./der.js";

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const DATA = "1.2.840.113549.1.7.1";
const STAMP = "1.2.840.113549.1.9.16.1.4";
const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_TIME = "1.2.840.113549.1.9.5";
const CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
const KEY_IDENTIFIER = "2.5.29.14";

export class Cms {
  constructor(bytes) {
    const whole = expect(first(bytes), SEQUENCE);
    this.hides = bytes.subarray(whole.end).some((each) => each !== 0); // what lies in the room left over is covered by no hash
    const [type, held] = whole.children;
    if (oid(type) !== SIGNED_DATA) throw new DerError("signed data");
    const parts = expect(held.children[0], SEQUENCE).children;
    const signers = expect(parts.at(-1), SET).children;
    if (signers.length !== 1) throw new DerError("signers");
    const [kind, content] = parts[2].children;
    this.type = oid(kind);
    this.content = content && expect(content.children[0], OCTETS).content;
    const held_ = parts.find((each) => each.tag === context(0));
    this.certificates = (held_?.children ?? []).filter((each) => each.tag === SEQUENCE).map((each) => new Certificate(each.raw));
    this.#signer(signers[0].children);
  }

  #signer(parts) {
    const [, identifier, hash, attributes, algorithm, signature] = parts;
    expect(attributes, context(0));
    this.hash = digestNamed(hash);
    Object.assign(this, { algorithm, signature: expect(signature, OCTETS).content, signedBytes: asSet(attributes.raw) });
    this.attributes = new Map(attributes.children.map((each) => [oid(each.children[0]), each.children[1].children[0]]));
    if (this.attributes.size !== attributes.children.length) throw new DerError("attributes");
    this.certificate = this.certificates.find((each) => isNamed(each, identifier));
    if (this.certificate === undefined) throw new DerError("certificate");
  }

  get others() {
    return this.certificates.filter((each) => each !== this.certificate);
  }

  get isStamp() {
    return this.type === STAMP;
  }

  /** The hour that the signer tells, or that of a time stamp; undefined where it is told in the file alone. */
  get moment() {
    if (this.isStamp) return instant(this.#stamped().find((each) => each.tag === 0x18));
    const told = this.attributes.get(SIGNING_TIME);
    return told && instant(told);
  }

  #stamped() {
    return expect(parse(this.content), SEQUENCE).children;
  }

  /** Whether these bytes of the file are those that were signed. */
  async holds(covered) {
    const signed = this.isStamp ? this.content : covered;
    if (this.isStamp && !(await this.#stampsThese(covered))) return false;
    if (!this.isStamp && (this.type !== DATA || this.content !== undefined)) return false;
    if (oid(this.attributes.get(CONTENT_TYPE)) !== this.type) return false;
    const told = expect(this.attributes.get(MESSAGE_DIGEST), OCTETS).content;
    if (!same(told, await digest(this.hash, signed))) return false;
    if (!(await this.#bindsItsCertificate())) return false;
    return verifies(this.certificate.key, this.algorithm, this.hash, this.signature, this.signedBytes);
  }

  async #stampsThese(covered) {
    const [algorithm, told] = expect(this.#stamped()[2], SEQUENCE).children;
    return same(expect(told, OCTETS).content, await digest(digestNamed(algorithm), covered));
  }

  /** Whether the certificate is the one that was signed with the rest (RFC 5035, 3); other ways of binding it are older. */
  async #bindsItsCertificate() {
    const said = this.attributes.get(CERTIFICATE_V2);
    if (said === undefined) return true;
    const parts = said.children[0].children[0].children;
    const name = parts[0].tag === SEQUENCE ? digestNamed(parts[0]) : "SHA-256";
    return same(parts.find((each) => each.tag === OCTETS).content, await digest(name, this.certificate.raw));
  }
}

/** Signed attributes are signed as a set, and written under another tag (RFC 5652, 5.4). */
function asSet(raw) {
  const bytes = raw.slice();
  bytes[0] = SET;
  return bytes;
}

function isNamed(certificate, identifier) {
  if (identifier.tag === SEQUENCE) {
    const [issuer, serial] = identifier.children;
    return same(issuer.raw, certificate.issuer) && same(serial.content, certificate.serial);
  }
  const own = certificate.extensions.get(KEY_IDENTIFIER);
  return own !== undefined && same(parse(own.value).content, identifier.content);
}
