/** Questions asked only after a given answer to another one: without script all are there, with the sentence that says when. */

/** What a named part of a form says, as the server would read it. */
export function saidIn(form, name) {
  const parts = [...form.elements].filter((each) => each.name === name);
  const boxes = parts.filter((each) => each.type === "radio" || each.type === "checkbox");
  if (!boxes.length) return parts.map((each) => each.value.trim());
  return boxes.filter((each) => each.checked).map((each) => (boxes.length === 1 && each.value === "y" ? "oui" : each.value));
}

/** Show each question whose condition is met; one that hangs on a hidden one is hidden too. */
export function settle(form) {
  const hidden = new Set();
  for (const question of form.querySelectorAll("[data-question]")) {
    const { question: name, when, equals } = question.dataset;
    if (!when) continue;
    question.hidden = hidden.has(when) || !saidIn(form, when).includes(equals);
    if (question.hidden) hidden.add(name);
  }
}

export function startWhen(document = globalThis.document) {
  for (const form of document.querySelectorAll("form:has([data-when])")) {
    form.addEventListener("input", () => settle(form));
    form.addEventListener("change", () => settle(form));
    settle(form);
  }
}
