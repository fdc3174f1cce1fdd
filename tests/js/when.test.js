import assert from "node:assert/strict";
import { test } from "node:test";

import { saidIn, settle } from "../../webapp/web/static/js/when.js";

const part = (name, type, value, checked = false) => ({ name, type, value, checked });

/** A form as `settle` reads it: its parts, and its questions in order. */
function form(parts, questions) {
  return { elements: parts, querySelectorAll: () => questions };
}

const question = (name, when = "", equals = "") => ({ dataset: { question: name, when, equals }, hidden: false });

test("reads what is ticked, what is typed, and a consent as the server does", () => {
  const parts = [
    part("choice", "radio", "oui", true),
    part("choice", "radio", "non"),
    part("several", "checkbox", "a", true),
    part("several", "checkbox", "b", true),
    part("consent", "checkbox", "y", true),
    part("line", "text", " mot "),
  ];
  assert.deepEqual(saidIn(form(parts, []), "choice"), ["oui"]);
  assert.deepEqual(saidIn(form(parts, []), "several"), ["a", "b"]);
  assert.deepEqual(saidIn(form(parts, []), "consent"), ["oui"]);
  assert.deepEqual(saidIn(form(parts, []), "line"), ["mot"]);
});

test("shows a question only after its answer, and hides what hangs on a hidden one", () => {
  const yes = part("first", "radio", "oui", true);
  const parts = [yes, part("first", "radio", "non"), part("second", "text", "x")];
  const second = question("second", "first", "oui");
  const third = question("third", "second", "x");
  const whole = form(parts, [question("first"), second, third]);
  settle(whole);
  assert.deepEqual([second.hidden, third.hidden], [false, false]);
  yes.checked = false;
  settle(whole);
  assert.deepEqual([second.hidden, third.hidden], [true, true]);
});
