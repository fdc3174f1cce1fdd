import assert from "node:assert/strict";
import test from "node:test";
import { Countdown, said } from "../../webapp/web/static/js/return.js";

function countdown(seconds) {
  const told = [];
  let left = 0;
  return { told, gone: () => left, count: new Countdown(seconds, (each) => told.push(each), () => { left += 1; }) };
}

test("the delay is told at once, then second after second, and the page is left once", () => {
  const { told, gone, count } = countdown(3);

  const goesOn = [count.tick(), count.tick(), count.tick()];

  assert.deepEqual(told, [3, 2, 1]);
  assert.deepEqual(goesOn, [true, true, false]);
  assert.equal(gone(), 1);
});

test("a gesture starts the delay again", () => {
  const { told, gone, count } = countdown(3);
  count.tick();
  count.tick();

  count.restart();

  assert.deepEqual(told, [3, 2, 1, 3]);
  assert.equal(gone(), 0);
});

test("what is left is said in a sentence", () => assert.equal(said(15), "Sans geste de votre part, retour à la liste dans 15\u00a0s."));
