import assert from "node:assert/strict";
import test from "node:test";
import { startMyDesk } from "../../webapp/web/static/js/my_desk.js";

/** The page with its three answers, and a browser whose clock moves by `step` at each look. */
function aPage({ step = 10, bytes = 500_000, able = true, reaches = true } = {}) {
  const answers = { conference: {}, delay: {}, rate: {} };
  const asked = [];
  const place = {
    dataset: { myDesk: "/outils/mon-poste/mesure" },
    querySelector: (selector) => answers[selector.match(/"(\w+)"/)[1]],
  };
  let clock = 0;
  const window = {
    navigator: able ? { mediaDevices: {} } : {},
    ...(able ? { RTCPeerConnection: class {} } : {}),
    performance: { now: () => (clock += step) },
    fetch: async (address, { method = "GET" }) => {
      asked.push(`${method} ${address}`);
      if (!reaches) throw new TypeError("no network");
      return { ok: true, arrayBuffer: async () => ({ byteLength: bytes }) };
    },
  };
  return { answers, asked, window, document: { querySelector: () => place } };
}

test("the page is told what the browser can and how the way to our own server is", async () => {
  const page = aPage();
  await startMyDesk(page.document, page.window);
  assert.equal(page.answers.conference.textContent, "Oui");
  assert.equal(page.answers.delay.textContent, "10 ms");
  assert.equal(page.answers.rate.textContent, "400 mégabits par seconde");
});

test("nothing but our own sample is asked for", async () => {
  const page = aPage();
  await startMyDesk(page.document, page.window);
  assert.deepEqual(new Set(page.asked), new Set(["HEAD /outils/mon-poste/mesure", "GET /outils/mon-poste/mesure"]));
});

test("a network that lets nothing through is said, and so is a browser without cameras", async () => {
  const page = aPage({ able: false, reaches: false });
  await startMyDesk(page.document, page.window);
  assert.match(page.answers.conference.textContent, /^Non/);
  assert.deepEqual([page.answers.delay.textContent, page.answers.rate.textContent], ["Pas de réponse", "Pas de réponse"]);
});

test("a refusal of our own server is no measure", async () => {
  const page = aPage();
  const fetched = page.window.fetch;
  page.window.fetch = async (...all) => ({ ...(await fetched(...all)), ok: false });
  await startMyDesk(page.document, page.window);
  assert.equal(page.answers.rate.textContent, "Pas de réponse");
});

test("another page is left alone", async () => {
  await startMyDesk({ querySelector: () => null }, {});
});
