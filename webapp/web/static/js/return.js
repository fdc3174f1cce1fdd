/** Going back to the list once nobody touches the page any more: the delay is shown, and any gesture starts it again. */

const GESTURES = ["pointerdown", "keydown", "input", "scroll"];

/** Counts the seconds down; `tell` is given what is left, `leave` is called once. */
export class Countdown {
  #seconds;
  #left;

  constructor(seconds, tell, leave) {
    this.#seconds = seconds;
    this.tell = tell;
    this.leave = leave;
    this.restart();
  }

  restart() {
    this.#left = this.#seconds;
    this.tell(this.#left);
  }

  /** One second has passed; false once it is over. */
  tick() {
    this.#left -= 1;
    if (this.#left > 0) {
      this.tell(this.#left);
      return true;
    }
    this.leave();
    return false;
  }
}

export function said(seconds) {
  return `Sans geste de votre part, retour à la liste dans ${seconds}\u00a0s.`;
}

export function startReturn(document = globalThis.document) {
  const place = document.querySelector("[data-return]");
  if (!place) return;
  const { defaultView: window } = document;
  // Replaced, so that « Back » does not find the page of who was there before.
  const leave = () => window.location.replace(place.dataset.returnTo);
  const countdown = new Countdown(Number(place.dataset.return), (left) => { place.textContent = said(left); }, leave);
  place.hidden = false;
  const timer = window.setInterval(() => { if (!countdown.tick()) window.clearInterval(timer); }, 1000);
  for (const gesture of GESTURES) document.addEventListener(gesture, () => countdown.restart(), { passive: true });
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted) leave(); });
}
