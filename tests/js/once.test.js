import assert from "node:assert/strict";
import test from "node:test";
import { HOLD_MS, maySend } from "../../webapp/web/static/js/once.js";

test("a form sent twice in haste goes once", () => {
  const sent = new WeakMap();
  const form = {};
  assert.equal(maySend(sent, form, 0), true);
  assert.equal(maySend(sent, form, 200), false);
});

test("another form is not held back", () => {
  const sent = new WeakMap();
  maySend(sent, {}, 0);
  assert.equal(maySend(sent, {}, 1), true);
});

test("a form whose page is still there may be sent again after a while", () => {
  const sent = new WeakMap();
  const form = {};
  maySend(sent, form, 0);
  assert.equal(maySend(sent, form, HOLD_MS), true);
});
