/** Shortening a long list while one types a name: the list is whole without script. */

/** Fold what people type: no accents, no capitals, one space between words. */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[\s'’-]+/g, " ").trim();
}

/** Does each word typed begin a word of this line? */
export function matches(line, typed) {
  const words = fold(line).split(" ");
  return fold(typed).split(" ").every((start) => words.some((word) => word.startsWith(start)));
}

export function startFilters(document = globalThis.document) {
  document.addEventListener("input", ({ target }) => {
    if (target.dataset?.filter) apply(target);
  });
}

/** Put back what was being looked for into a list that has been made anew. */
export function refill(field, value) {
  if (!field || !value) return;
  field.value = value;
  apply(field);
}

function apply(field) {
  for (const line of field.ownerDocument.querySelectorAll(field.dataset.filter)) {
    for (const item of line.querySelectorAll("[data-words]")) item.hidden = !matches(item.dataset.words, field.value);
  }
}
