import assert from "node:assert/strict";
import test from "node:test";
import { fold, matches, startFilters } from "../../webapp/web/static/js/filter.js";

test("what people type is folded", () => assert.equal(fold("  D’Évreux-Lefèvre "), "d evreux lefevre"));

const CASES = [
  ["the beginning of a name", "lef", true],
  ["two beginnings in another order", "lef marie", true],
  ["accents left out or put in", "Léf", true],
  ["nothing yet", "", true],
  ["the middle of a name", "fevre", false],
  ["one word that is not there", "marie dupont", false],
];
for (const [name, typed, expected] of CASES) {
  test(`${name} ${expected ? "keeps" : "hides"} the line`, () => assert.equal(matches("Mme Marie-Hélène Lefèvre", typed), expected));
}

/** A page with one list and its filter, as much of it as the filter touches. */
function aPage(names, value = "") {
  const items = names.map((words) => ({ dataset: { words }, hidden: false }));
  const none = { hidden: true };
  const listeners = {};
  const list = { querySelectorAll: () => items, querySelector: () => none };
  const field = { value, dataset: { filter: "#noms" }, blurred: false, blur() { this.blurred = true; } };
  const document = {
    addEventListener: (name, listener) => { listeners[name] = listener; },
    querySelectorAll: (selector) => (selector === "[data-filter]" ? [field] : [list]),
  };
  field.ownerDocument = document;
  return { document, field, none, listeners, shown: () => items.filter((item) => !item.hidden).map((item) => item.dataset.words) };
}

test("when no line is left, what to do instead is shown", () => {
  const page = aPage(["Anne Exemple", "Paul Essai"]);
  startFilters(page.document);

  page.field.value = "zz";
  page.listeners.input({ target: page.field });
  assert.deepEqual([page.shown(), page.none.hidden], [[], false]);
  page.field.value = "an";
  page.listeners.input({ target: page.field });

  assert.deepEqual([page.shown(), page.none.hidden], [["Anne Exemple"], true]);
});

test("what was looked for before the page came back is applied at once", () => {
  const page = aPage(["Anne Exemple", "Paul Essai"], "pa");

  startFilters(page.document);

  assert.deepEqual(page.shown(), ["Paul Essai"]);
});

test("the search key only puts the keyboard away: the whole list is already there", () => {
  const page = aPage(["Anne Exemple"]);
  startFilters(page.document);
  let stopped = false;

  page.listeners.submit({ target: { method: "get", querySelector: () => page.field }, preventDefault: () => { stopped = true; } });

  assert.deepEqual([stopped, page.field.blurred], [true, true]);
});
