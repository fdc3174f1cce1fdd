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
  // Without script the form asks the server; with it the list is already there, and the keyboard makes room for it.
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("[data-filter]");
    if (!field || event.target.method !== "get") return;
    event.preventDefault();
    field.blur();
  });
  for (const field of document.querySelectorAll("[data-filter]")) if (field.value) apply(field);
}

/** Put back what was being looked for into a list that has been made anew. */
export function refill(field, value) {
  if (!field || !value) return;
  field.value = value;
  apply(field);
}

function apply(field) {
  for (const line of field.ownerDocument.querySelectorAll(field.dataset.filter)) {
    const items = [...line.querySelectorAll("[data-words]")];
    for (const item of items) item.hidden = !matches(item.dataset.words, field.value);
    const none = line.querySelector("[data-filter-none]");
    if (none) none.hidden = items.some((item) => !item.hidden);
  }
}
