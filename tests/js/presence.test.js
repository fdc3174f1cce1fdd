import assert from "node:assert/strict";
import test, { mock } from "node:test";
import { startPresence } from "../../webapp/web/static/js/presence.js";

/** A page with the form of a personal link, and what it would say to the server. */
function page({ answers = [] } = {}) {
  const asked = [];
  const said = { hidden: true };
  let submit = null;
  const form = {
    addEventListener: (_, listener) => { submit = listener; },
    querySelector: () => ({ value: "jeton" }),
  };
  const place = {
    dataset: { presence: "/rejoindre/x/presence" },
    querySelector: (what) => (what === "form" ? form : said),
  };
  const document = { querySelector: () => place };
  const fetch = async (address, options) => {
    asked.push([address, String(options.body)]);
    const answer = answers[asked.length - 1] ?? { ok: true };
    if (answer instanceof Error) throw answer;
    return answer;
  };
  startPresence(document, fetch);
  return { asked, form, said, submit: () => submit() };
}

const minute = async () => {
  mock.timers.tick(60_000);
  await new Promise((done) => setImmediate(done));
};

test("the room opens in another tab and the page says every minute that it is there", async () => {
  mock.timers.enable({ apis: ["setInterval"] });
  const shown = page();
  assert.equal(shown.form.target, "_blank");
  await minute();
  assert.equal(shown.asked.length, 0);
  shown.submit();
  shown.submit();
  assert.equal(shown.said.hidden, false);
  await minute();
  await minute();
  assert.deepEqual(shown.asked, Array(2).fill(["/rejoindre/x/presence", "csrf_token=jeton"]));
  mock.timers.reset();
});

test("an absent network is tried again, a refusal ends it", async () => {
  mock.timers.enable({ apis: ["setInterval"] });
  const shown = page({ answers: [new Error("away"), { ok: false }] });
  shown.submit();
  await minute();
  await minute();
  await minute();
  assert.equal(shown.asked.length, 2);
  mock.timers.reset();
});

test("another page is left alone", () => {
  assert.doesNotThrow(() => startPresence({ querySelector: () => null }));
});
