/** « Mon poste » : what this browser can do, and how the way to our own server is; nobody else is asked anything. */

const ROUNDS = 5;

/** Say what the page measures, beside each of its questions. */
export async function startMyDesk(document = globalThis.document, window = globalThis) {
  const place = document.querySelector("[data-my-desk]");
  if (!place) return;
  const say = (name, text) => {
    place.querySelector(`[data-answer="${name}"]`).textContent = text;
  };
  const able = "RTCPeerConnection" in window && Boolean(window.navigator?.mediaDevices);
  say("conference", able ? "Oui" : "Non : mettez-le à jour, ou prenez-en un autre");
  try {
    const delay = await roundTrip(place.dataset.myDesk, window);
    say("delay", `${Math.round(delay)} ms`);
    const rate = await throughput(place.dataset.myDesk, window);
    say("rate", `${said(rate)} mégabits par seconde`);
  } catch {
    say("delay", "Pas de réponse");
    say("rate", "Pas de réponse");
  }
}

/** Return the middle one of a few round trips, in milliseconds: only the heading of the sample is asked for. */
async function roundTrip(address, window) {
  const taken = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = window.performance.now();
    await asked(address, "HEAD", window);
    taken.push(window.performance.now() - begun);
  }
  return taken.sort((one, other) => one - other)[Math.floor(ROUNDS / 2)];
}

/** Return how fast the sample came, in megabits a second. */
async function throughput(address, window) {
  const begun = window.performance.now();
  const answer = await asked(address, "GET", window);
  const content = await answer.arrayBuffer();
  return (content.byteLength * 8) / 1000 / (window.performance.now() - begun);
}

async function asked(address, method, window) {
  const answer = await window.fetch(address, { method, cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

function said(rate) {
  return rate.toLocaleString("fr-FR", { maximumFractionDigits: rate < 10 ? 1 : 0 });
}
