/** A table wider than its screen must be reachable by keyboard to be read to its end. */

/** What to say of a frame that scrolls, from the table it holds. */
export function frameName(caption) {
  const title = caption?.trim();
  return title ? `${title} (tableau défilant)` : "Tableau défilant";
}

export function startScrollers(document = globalThis.document) {
  const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => reach(target)));
  for (const frame of document.querySelectorAll(".fr-table")) watch.observe(frame);
}

function reach(frame) {
  if (frame.scrollWidth <= frame.clientWidth) return;
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", frameName(frame.querySelector("caption")?.textContent));
}
