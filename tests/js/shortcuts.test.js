import assert from "node:assert/strict";
import test from "node:test";
import { controlFor, wantedKey } from "../../webapp/web/static/js/shortcuts.js";

const body = { tagName: "BODY" };
const press = (key, more = {}) => ({ key, target: body, ...more });

const CASES = [
  ["a letter on the page", press("o"), "o"],
  ["a capital letter", press("O"), "o"],
  ["a letter on a ticked box", press("o", { target: { tagName: "INPUT", type: "checkbox" } }), "o"],
  ["a letter typed in a field", press("o", { target: { tagName: "INPUT", type: "text" } }), null],
  ["a letter typed in a text", press("o", { target: { tagName: "TEXTAREA", type: "textarea" } }), null],
  ["a letter that looks for a line of a list", press("o", { target: { tagName: "SELECT", type: "select-one" } }), null],
  ["a letter in an editable text", press("o", { target: { tagName: "DIV", isContentEditable: true } }), null],
  ["the browser's own shortcut", press("o", { ctrlKey: true }), null],
  ["a key held down", press("o", { repeat: true }), null],
  ["a letter being composed", press("o", { isComposing: true }), null],
  ["a key that is no letter", press("Enter"), null],
  ["a key that somebody has used", press("o", { defaultPrevented: true }), null],
];
for (const [name, event, expected] of CASES) {
  test(`${name} ${expected ? "is" : "is not"} for us`, () => assert.equal(wantedKey(event), expected));
}

const control = (shortcut, { shown = true, disabled = false } = {}) => ({
  dataset: { shortcut },
  disabled,
  getAttribute: () => null,
  getClientRects: () => (shown ? [{}] : []),
});

test("a key works the button that shows it", () => {
  const wanted = control("o");
  assert.equal(controlFor("o", [control("s"), wanted]), wanted);
});

test("a key works neither a hidden nor a disabled button", () => {
  assert.equal(controlFor("o", [control("o", { shown: false }), control("o", { disabled: true })]), null);
});

test("a key that two buttons claim works neither", () => {
  assert.equal(controlFor("o", [control("o"), control("o")]), null);
});
