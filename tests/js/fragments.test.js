import assert from "node:assert/strict";
import test from "node:test";
import { byAddress, decide, fullAddress, neutral, Reader } from "../../webapp/web/static/js/fragments.js";

const answer = (status, html = "", { etag = null, redirected = false } = {}) => ({
  status,
  redirected,
  ok: status >= 200 && status < 300,
  text: async () => html,
  headers: { get: (name) => (name === "ETag" ? etag : null) },
});

test("two answers that differ by their token, their key and their spaces say the same", () => {
  const one = '<form>\n  <input type="hidden" name="csrf_token" value="A"> Oui</form>';
  const other = '<form> <input type="hidden" name="csrf_token" value="B"> Oui</form>';
  const keyed = '<form> <input type="hidden" name="key" value="C"> Oui</form>';
  assert.equal(neutral(one), neutral(other));
  assert.equal(neutral(one), neutral(keyed));
  assert.notEqual(neutral(one), neutral(one.replace("Oui", "Non")));
});

test("parts of one address are asked once", () => {
  const part = (live) => ({ dataset: { live } });
  const parts = [part("/a"), part("/b"), part("/a")];
  const groups = byAddress(parts, "http://here/page");
  assert.deepEqual([...groups.keys()], ["/a", "/b"]);
  assert.deepEqual(groups.get("/a"), [parts[0], parts[2]]);
});

const ADDRESSES = [
  ["as it is", "/parts", "http://here/page", "/parts"],
  ["with what the page was asked", "/parts", "http://here/page?confirmer=clore#x", "/parts?confirmer=clore"],
  ["with its own question first", "/parts?point=3", "http://here/page?point=1&siege=2", "/parts?point=3&siege=2"],
  ["from its page's folder", "etat", "http://here/seances/1/", "/seances/1/etat"],
];
for (const [name, live, page, expected] of ADDRESSES) {
  test(`a part is asked ${name}`, () => assert.equal(fullAddress(live, page), expected));
}

const free = { changed: true, focused: false, dirty: false, pressed: false };
const CASES = [
  ["news for nobody busy is put in place", free, "replace"],
  ["no news changes nothing, even where somebody is busy", { ...free, changed: false, dirty: true }, "same"],
  ["a part that holds the focus is kept", { ...free, focused: true }, "hold"],
  ["a part with a form begun is kept", { ...free, dirty: true }, "hold"],
  ["nothing changes under a finger", { ...free, pressed: true }, "hold"],
];
for (const [name, situation, expected] of CASES) {
  test(name, () => assert.equal(decide(situation), expected));
}

test("an unchanged address costs a 304", async () => {
  const asked = [];
  const answers = [answer(200, "<p>1</p>", { etag: '"1"' }), answer(304)];
  const reader = new Reader(async (address, options) => {
    asked.push(options.headers["If-None-Match"] ?? null);
    return answers.shift();
  });
  assert.deepEqual(await reader.read("/a"), { state: "fresh", html: "<p>1</p>" });
  assert.deepEqual(await reader.read("/a"), { state: "same" });
  assert.deepEqual(asked, [null, '"1"']);
});

const ENDS = [
  ["a sign-in page in place of the answer", answer(200, "<html>", { redirected: true }), "gone"],
  ["a refusal", answer(403), "gone"],
  ["a page that is no more", answer(404), "gone"],
  ["a service in trouble", answer(503), "lost"],
];
for (const [name, response, state] of ENDS) {
  test(`${name} is not news`, async () => {
    assert.deepEqual(await new Reader(async () => response).read("/a"), { state });
  });
}

test("a server that does not answer is not news", async () => {
  const reader = new Reader(async () => {
    throw new TypeError("network");
  });
  assert.deepEqual(await reader.read("/a"), { state: "lost" });
});
