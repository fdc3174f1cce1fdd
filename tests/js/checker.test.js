import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { digest, verifies } from "../../webapp/minutes/checker/algorithms.js";
import { DerError, first, instant, oid, parse } from "../../webapp/minutes/checker/der.js";
import { prove } from "../../webapp/minutes/checker/facts.js";
import { File } from "../../webapp/minutes/checker/file.js";
import { Name, PdfError, Reader, Ref } from "../../webapp/minutes/checker/objects.js";
import { outcome } from "../../webapp/minutes/checker/outcome.js";
import { verify } from "../../webapp/minutes/checker/verdict.js";
import { moment, spaced, weekday } from "../../webapp/minutes/checker/wording.js";

const read = (name) => JSON.parse(readFileSync(new URL(`./checker/${name}.json`, import.meta.url), "utf-8"));
const words = read("words");
const cases = read("cases");
const bytes = (text) => new TextEncoder().encode(text);

test("every outcome is the one that Python makes", () => {
  for (const [inFavour, against, abstain, missing, base, casting, lacking, ...expected] of cases.outcomes) {
    const counts = { in_favour: inFavour, against, abstain, did_not_vote: missing };
    const made = outcome(counts, { base, casting, lacking }, words);
    assert.deepEqual([made.sense, made.castingVoteUsed, made.wording], expected);
  }
});

for (const [name, { facts, ...expected }] of Object.entries(cases.altered))
  test(`facts ${name} are answered as Python answers them`, () => {
    const { findings, figures, signers } = prove(bytes(JSON.stringify(facts)), words);
    assert.deepEqual({ findings, figures, signers }, expected);
  });

test("any content gets an answer", () => {
  const contents = ["", "{}", "[]", "null", "{".repeat(5000), '{"schema": 3}', '{"schema": "collegiale.minutes/1"}', "[[".repeat(200_000)];
  for (const content of contents) assert.equal(prove(bytes(content), words).findings.length, 1);
  assert.equal(prove(Uint8Array.of(0xff, 0xfe, 0x00), words).findings[0].doubt, "unreadable");
});

test("a file that is no PDF, or half of one, is a no in a sentence", async () => {
  for (const content of ["", "un texte", "%PDF-1.7\nstartxref\n0\n%%EOF", "%PDF-1.7\nstartxref\n99999\n%%EOF"]) {
    const { valid, failures } = await verify(bytes(content), { roots: [], words });
    assert.equal(valid, false);
    assert.deepEqual(failures, [{ part: "file", sentence: spaced(words.said.NOT_A_PDF) }]);
  }
});

/** A PDF of one revision, its table in a plain form. */
function pdf(objects, root = "1 0 R") {
  let text = "%PDF-1.7\n";
  const offsets = objects.map((each, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${each}\nendobj\n`;
    return offset;
  });
  const table = text.length;
  const entries = offsets.map((each) => `${String(each).padStart(10, "0")} 00000 n \n`).join("");
  return `${text}xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${entries}trailer\n<</Size ${offsets.length + 1}/Root ${root}>>\nstartxref\n${table}\n%%EOF\n`;
}

test("a PDF without facts is none of ours, one without a signature proves nothing", async () => {
  const { failures } = await verify(bytes(pdf(["<</Type/Catalog>>"])), { roots: [], words });
  assert.deepEqual(failures.map((each) => each.sentence), [spaced(words.said.NOT_OURS)]);
});

test("a paper beside the minutes is told for what it is by its own title", async () => {
  const titled = pdf(["<</Type/Catalog>>", "<</Title (Relev\\351 des avis, Commission)>>"]).replace("/Root", "/Info 2 0 R/Root");
  const { headline, failures, stands, title } = await verify(bytes(titled), { roots: [], words });
  assert.equal(title, "Relevé des avis, Commission");
  assert.equal(stands, false);
  assert.ok(headline.includes(words.papers.opinions));
  assert.deepEqual(failures.map((each) => each.sentence), [words.said.UNSIGNED, words.said.NO_FACTS].map(spaced));
});

test("two files of facts are one too many", async () => {
  const specification = (stream) => `<</Type/Filespec/UF (faits.json)/EF<</F ${stream} 0 R>>>>`;
  const held = [
    "<</Type/Catalog/Names<</EmbeddedFiles<</Names[(a) 2 0 R (b) 3 0 R]>>>>>>",
    ...[specification(4), specification(4), "<</Length 2>>\nstream\n{}\nendstream"],
  ];
  const { failures } = await verify(bytes(pdf(held)), { roots: [], words });
  assert.ok(failures.some((each) => each.sentence === spaced(words.said.SECOND_FACTS)));
});

test("tables that lead to one another without end are refused", async () => {
  const looped = pdf(["<</Type/Catalog>>"]).replace("/Root", "/Prev 48 /Root");
  await assert.rejects(File.open(bytes(looped.replace("/Prev 48", `/Prev ${looped.indexOf("xref")}`))), PdfError);
});

test("reads the objects of a PDF as they are written", () => {
  const object = (text) => new Reader(bytes(text)).object();
  assert.deepEqual(object("[1 0 R 2 -3.5 true null]"), [new Ref(1, 0), 2, -3.5, true, null]);
  assert.deepEqual(object("<</A#42 /C%comment\n/D(x)>>").get("AB"), new Name("C"));
  assert.equal(object(String.raw`(a\(b\)\101\
c(d))`).said, "a(b)Ac(d)");
  assert.equal(object("<FEFF00E9>").said, "é");
  assert.equal(object("(\\220)").said, "’");
  assert.deepEqual([object("<4 1>").start, object("<41>").end], [0, 4]);
  for (const text of ["(open", "<4G>", "[1", "<</A 1", "<</A 1/A 2>>", "<<1 2>>", "what", "[".repeat(200)])
    assert.throws(() => object(text), PdfError);
});

test("reads DER, and nothing that runs beyond its end", () => {
  const time = (text) => instant(parse(Uint8Array.of(0x17, text.length, ...bytes(text))));
  assert.equal(oid(parse(Uint8Array.of(6, 6, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d))), "1.2.840.113549");
  assert.equal(time("491231235959Z").toISOString(), "2049-12-31T23:59:59.000Z");
  assert.equal(time("500101000000Z").getUTCFullYear(), 1950);
  for (const wrong of [[], [0x30], [0x30, 2, 1], [0x30, 0x80, 0, 0], [0x30, 0, 1], [0x1f, 1, 0], [0x30, 0x85, 0, 0, 0, 0, 1, 0]])
    assert.throws(() => parse(Uint8Array.from(wrong)), DerError);
  assert.equal(first(Uint8Array.of(0x30, 0, 0, 0)).end, 2);
});

const der = (tag, ...held) => {
  const content = held.flat();
  assert.ok(content.length < 128);
  return [tag, content.length, ...content];
};
const ALGORITHM = {
  sha256: der(0x30, der(6, [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01])),
  rsa: der(0x30, der(6, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b])),
};
ALGORITHM.mask = der(0x30, der(6, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08]), ALGORITHM.sha256);
ALGORITHM.pss = der(
  0x30,
  der(6, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a]),
  der(0x30, der(0xa0, ALGORITHM.sha256), der(0xa1, ALGORITHM.mask), der(0xa2, der(2, [32]))),
);
const curve = (last) => der(0x30, der(6, [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, last]));

/** The two numbers of a signature as DER writes them: without leading zeros, never negative. */
function asDer(flat) {
  const half = flat.length / 2;
  const whole = (part) => {
    const start = part.findIndex((each) => each !== 0);
    const kept = [...part.subarray(start)];
    return der(2, kept[0] & 0x80 ? [0, ...kept] : kept);
  };
  return Uint8Array.from(der(0x30, whole(flat.subarray(0, half)), whole(flat.subarray(half))));
}

const MEANS = [
  ["RSA", { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, ALGORITHM.rsa],
  ["RSA-PSS", { name: "RSA-PSS", hash: "SHA-256", saltLength: 32 }, ALGORITHM.pss],
  ["P-256", { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }, curve(2)],
  ["P-384", { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" }, curve(3)],
];
for (const [name, asked, algorithm] of MEANS)
  test(`checks a signature made with ${name}, and refuses it for other bytes`, async () => {
    const made = { ...asked, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
    const { privateKey, publicKey } = await crypto.subtle.generateKey(made, true, ["sign", "verify"]);
    const key = new Uint8Array(await crypto.subtle.exportKey("spki", publicKey));
    const raw = new Uint8Array(await crypto.subtle.sign(asked, privateKey, bytes("le texte")));
    const signature = asked.name === "ECDSA" ? asDer(raw) : raw;
    const named = parse(Uint8Array.from(algorithm));
    assert.equal(await verifies(key, named, undefined, signature, bytes("le texte")), true);
    assert.equal(await verifies(key, named, undefined, signature, bytes("le texto")), false);
  });

test("says dates and spaces as the other pages do", async () => {
  assert.equal(moment(new Date("2026-12-10T13:05:00Z"), words), "jeudi 10\u00a0décembre\u00a02026 à 14\u00a0h\u00a005");
  assert.equal(moment(new Date("2026-02-28T23:00:00Z"), words), "dimanche 1er\u00a0mars\u00a02026 à 0\u00a0h\u00a000");
  assert.equal(weekday("autrefois", words), "autrefois");
  assert.equal(spaced("La signature de Élise : « oui »"), "La signature d’Élise\u00a0: «\u00a0oui\u00a0»");
  assert.equal((await digest("SHA-256", bytes(""))).length, 32);
});
