import assert from "node:assert/strict";
import { test } from "node:test";

import { askedName, namesFor, written } from "../../webapp/web/static/js/notes.js";

const NAMES = ["M. Théodore Lanuée", "Mme Hortense Lunedor", "Mme Aurore Brumeval", "M. Élie d’Écaille", "Une experte"];

test("a name is asked for by an at sign and letters right before the caret", () => {
  assert.deepEqual(askedName("Intervention de @l", 18), { from: 16, letters: "l" });
  assert.deepEqual(askedName("@", 1), { from: 0, letters: "" });
  assert.equal(askedName("adresse x@l", 11), null);
  assert.equal(askedName("@l dit", 6), null);
});

test("the family name comes first, accents and case left aside", () => {
  assert.deepEqual(namesFor(NAMES, "l"), ["M. Théodore Lanuée", "Mme Hortense Lunedor"]);
  assert.deepEqual(namesFor(NAMES, "lU"), ["Mme Hortense Lunedor"]);
  assert.deepEqual(namesFor(NAMES, "a"), ["Mme Aurore Brumeval"]);
  assert.deepEqual(namesFor(NAMES, "e"), ["Une experte", "M. Élie d’Écaille"]);
  assert.deepEqual(namesFor(NAMES, ""), []);
});

test("the name takes the place of what was asked, and one space follows", () => {
  const text = "Selon @b le projet";
  const asked = askedName(text, 8);
  assert.deepEqual(written(text, asked, 8, "Mme Aurore Brumeval"), { text: "Selon Mme Aurore Brumeval le projet", caret: 26 });
});
