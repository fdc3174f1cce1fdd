import assert from "node:assert/strict";
import test from "node:test";
import { carry, fieldDiffers, formDiffers, formKey } from "../../webapp/web/static/js/dirty.js";

const text = (name, value, defaultValue = "") => ({ type: "text", name, value, defaultValue });
const choice = (type, name, value, checked, defaultChecked = false) => ({ type, name, value, checked, defaultChecked });
const option = (value, selected, defaultSelected = false) => ({ value, selected, defaultSelected });
const list = (name, options, type = "select-one") => ({ type, name, options, value: options.find((each) => each.selected)?.value });
const form = (elements, action = "/x") => ({ elements, getAttribute: () => action });

const CASES = [
  ["a text as it was", text("a", "Oui", "Oui"), false],
  ["a text changed", text("a", "Non", "Oui"), true],
  ["a text emptied", text("a", "", "Oui"), true],
  ["a box ticked", choice("checkbox", "a", "1", true), true],
  ["a box ticked from the start", choice("checkbox", "a", "1", true, true), false],
  ["a box unticked", choice("checkbox", "a", "1", false, true), true],
  ["a choice made", choice("radio", "a", "1", true), true],
  ["a list left on its first line", list("a", [option("1", true), option("2", false)]), false],
  ["a list moved", list("a", [option("1", false), option("2", true)]), true],
  ["a list left on its marked line", list("a", [option("1", false), option("2", true, true)]), false],
  ["a list put back on its first line", list("a", [option("1", true), option("2", false, true)]), true],
  ["a list of several, none chosen", list("a", [option("1", false)], "select-multiple"), false],
  ["a file chosen", { type: "file", name: "f", files: [{}] }, true],
  ["no file chosen", { type: "file", name: "f", files: [] }, false],
  ["a hidden field", { type: "hidden", name: "h", value: "2", defaultValue: "1" }, false],
  ["a button", { type: "submit", name: "b", value: "1", defaultValue: "" }, false],
  ["a fieldset, which holds nothing itself", { type: "fieldset" }, false],
];

for (const [name, field, expected] of CASES) {
  test(`${name} is ${expected ? "" : "not "}a change`, () => assert.equal(fieldDiffers(field), expected));
}

test("a form is begun as soon as one field is", () => {
  assert.equal(formDiffers(form([text("a", ""), text("b", "")])), false);
  assert.equal(formDiffers(form([text("a", ""), text("b", "x")])), true);
});

test("a form is recognised by where it sends and what it asks, not by its hidden fields", () => {
  const token = { type: "hidden", name: "csrf_token", value: "1" };
  assert.equal(formKey(form([token, text("a", "")])), formKey(form([text("a", "typed")])));
  assert.notEqual(formKey(form([text("a", "")], "/x")), formKey(form([text("a", "")], "/y")));
  assert.notEqual(formKey(form([text("a", "")])), formKey(form([text("b", "")])));
});

test("what was typed is carried over, and only that", () => {
  const from = form([text("a", "typed"), text("b", "old", "old"), choice("radio", "v", "f", true), list("l", [option("1", false), option("2", true)])]);
  const to = form([text("a", "", ""), text("b", "new", "new"), choice("radio", "v", "f", false), list("l", [option("1", true), option("2", false)])]);

  assert.equal(carry(from, to), true);
  assert.deepEqual(to.elements.slice(0, 2).map((field) => field.value), ["typed", "new"]);
  assert.equal(to.elements[2].checked, true);
  assert.deepEqual(to.elements[3].options.map((each) => each.selected), [false, true]);
});

test("what has no place to go is said", () => {
  assert.equal(carry(form([text("a", "typed")]), form([text("b", "")])), false);
});

test("a chosen file cannot be carried", () => {
  const file = { type: "file", name: "f", files: [{}] };
  assert.equal(carry(form([file]), form([{ ...file, files: [] }])), false);
});
