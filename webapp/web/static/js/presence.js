/**
 * The page of a personal link, kept open beside the room: every minute it says that it still is.
 * The room opens in another tab; whatever goes wrong here never keeps anybody out of it.
 */

const EVERY_MS = 60_000;

/** Begin, if the page leads to a room. */
export function startPresence(document = globalThis.document, fetch = (...request) => globalThis.fetch(...request)) {
  const place = document.querySelector("[data-presence]");
  const form = place?.querySelector("form");
  if (!form) return;
  form.target = "_blank";
  let timer = null;
  form.addEventListener("submit", () => {
    const said = place.querySelector("[data-presence-say]");
    if (said) said.hidden = false;
    timer ??= setInterval(async () => {
      if (!(await say(place.dataset.presence, form, fetch))) {
        clearInterval(timer);
        timer = null;
      }
    }, EVERY_MS);
  });
}

/** Say that the page is open; false once the server no longer wants to know: the session is over. */
async function say(address, form, fetch) {
  const token = form.querySelector("[name=csrf_token]").value;
  try {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ csrf_token: token }) });
    return answer.ok;
  } catch {
    return true; // the network is away: the next minute tries again
  }
}
