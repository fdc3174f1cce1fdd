import assert from "node:assert/strict";
import test from "node:test";
import { fold, matches } from "../../webapp/web/static/js/filter.js";

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
