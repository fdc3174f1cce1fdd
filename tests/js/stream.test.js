import assert from "node:assert/strict";
import test from "node:test";
import { listen, POLL_MS, RETRY_MS } from "../../webapp/web/static/js/stream.js";
import { Browser, settled } from "./browser.js";

const LIVE = { live: true };

test("a browser opens one stream however many tabs it has, and all hear it", async () => {
  const browser = new Browser();
  const heard = [[], [], []];
  for (const news of heard) listen("/flux", (said) => news.push(said), browser.tab());
  await settled();

  browser.open[0].say(7);

  assert.equal(browser.open.length, 1);
  assert.deepEqual(heard, [[{ version: 7, ...LIVE }], [{ version: 7, ...LIVE }], [{ version: 7, ...LIVE }]]);
});

test("tabs on two sittings have a stream each", async () => {
  const browser = new Browser();
  listen("/seances/1/flux", () => {}, browser.tab());
  listen("/seances/2/flux", () => {}, browser.tab());
  await settled();

  assert.deepEqual(browser.open.map((stream) => stream.url), ["/seances/1/flux", "/seances/2/flux"]);
});

test("a tab that comes late is told where things stand", async () => {
  const browser = new Browser();
  listen("/flux", () => {}, browser.tab());
  await settled();
  browser.open[0].say(3);
  const late = [];

  listen("/flux", (said) => late.push(said), browser.tab());

  assert.deepEqual(late, [{ version: 3, ...LIVE }]);
});

test("when the tab that listens is closed, another takes over", async () => {
  const browser = new Browser();
  const heard = [];
  const close = listen("/flux", () => {}, browser.tab());
  listen("/flux", (said) => heard.push(said), browser.tab());
  await settled();

  close();
  await settled();
  browser.open[0].say(4);

  assert.equal(browser.streams.length, 2);
  assert.equal(browser.open.length, 1);
  assert.deepEqual(heard, [{ version: 4, ...LIVE }]);
});

test("a tab closed before its turn never opens a stream", async () => {
  const browser = new Browser();
  const first = listen("/flux", () => {}, browser.tab());
  const second = listen("/flux", () => {}, browser.tab());
  await settled();

  second();
  first();
  await settled();

  assert.equal(browser.streams.length, 1);
  assert.equal(browser.open.length, 0);
});

test("without locks each tab has its own stream", () => {
  const browser = new Browser();
  for (let tab = 0; tab < 2; tab += 1) listen("/flux", () => {}, { ...browser.tab(), locks: undefined });

  assert.equal(browser.open.length, 2);
});

test("a refused stream is replaced by a look every ten seconds, and tried again", async () => {
  const browser = new Browser();
  const heard = [];
  listen("/flux", (said) => heard.push(said), browser.tab());
  await settled();

  browser.streams[0].break(true);
  browser.clock.pass(POLL_MS / 2);
  assert.deepEqual(heard, [{ version: null, live: false }]);
  browser.clock.pass(POLL_MS);
  assert.equal(heard.length, 2);
  browser.clock.pass(RETRY_MS);
  assert.equal(browser.streams.length, 2);
});

test("when the stream comes back, looking stops", async () => {
  const browser = new Browser();
  const heard = [];
  listen("/flux", (said) => heard.push(said), browser.tab());
  await settled();

  browser.streams[0].break();
  browser.clock.pass(POLL_MS);
  browser.streams[0].say(9);
  const count = heard.length;
  browser.clock.pass(10 * POLL_MS);

  assert.deepEqual(heard.at(-1), { version: 9, ...LIVE });
  assert.equal(heard.length, count);
  assert.equal(browser.streams.length, 1);
});

test("a closed page looks no more", async () => {
  const browser = new Browser();
  const heard = [];
  const close = listen("/flux", (said) => heard.push(said), browser.tab());
  await settled();

  browser.streams[0].break(true);
  close();
  browser.clock.pass(RETRY_MS * 3);

  assert.deepEqual(heard, []);
  assert.equal(browser.streams.length, 1);
});

test("a browser without streams looks by itself", () => {
  const browser = new Browser();
  const heard = [];
  listen("/flux", (said) => heard.push(said), { ...browser.tab(), EventSource: undefined, locks: undefined });

  browser.clock.pass(POLL_MS * 2);

  assert.equal(heard.length, 2);
});
