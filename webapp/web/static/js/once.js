/** A form sent twice in haste is sent once; the server is idempotent anyway, this spares the reader a doubt. */

export const HOLD_MS = 5000;

/** Remember what was sent when: true when this form may go now. */
export function maySend(sent, form, now) {
  const before = sent.get(form);
  if (before !== undefined && now - before < HOLD_MS) return false;
  sent.set(form, now);
  return true;
}

export function startOnce(document = globalThis.document) {
  let sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (!maySend(sent, event.target, event.timeStamp)) event.preventDefault();
  });
  document.defaultView.addEventListener("pageshow", () => { sent = new WeakMap(); });
}
