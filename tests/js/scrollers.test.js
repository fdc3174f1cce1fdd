import assert from "node:assert/strict";
import test from "node:test";
import { frameName } from "../../webapp/web/static/js/scrollers.js";

test("a frame is named after its table", () => assert.equal(frameName("  Membres présents\n"), "Membres présents (tableau défilant)"));

for (const caption of [undefined, "", "  "]) {
  test(`a table without a caption (${JSON.stringify(caption)}) still has a name`, () => assert.equal(frameName(caption), "Tableau défilant"));
}
