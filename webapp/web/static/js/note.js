/** The strip at the foot of the screen that says there is news: fixed, so that it moves nothing. */
export class Note {
  #place;
  #document;
  #onAsk;
  #said = "";

  constructor(document, onAsk) {
    this.#document = document;
    this.#onAsk = onAsk;
    this.#place = document.createElement("div");
    this.#place.className = "fr-live-note";
    this.#place.setAttribute("role", "status");
    document.body.append(this.#place);
  }

  /** Some parts have waited for the reader to be free. */
  news() {
    this.#say("Des informations ont changé\u00a0:", "actualiser", (event) => {
      event.preventDefault();
      this.#onAsk();
    });
  }

  /** The form being filled has no counterpart any more: only the reader can decide to lose it. */
  stuck() {
    this.#say("Ce que vous remplissez n’est plus proposé. Copiez votre texte, puis", "rechargez la page");
  }

  /** The service does not answer: what is shown may be out of date. */
  lost() {
    this.#say("Le service ne répond pas, ce qui est affiché peut avoir changé. La page réessaie d’elle-même\u00a0;", "réessayer");
  }

  /** The sign-in has ended, or the page is no longer open to this reader. */
  gone() {
    this.#say("Cette page ne se met plus à jour\u00a0:", "rechargez-la");
  }

  clear() {
    if (this.#said === "") return;
    this.#said = "";
    this.#place.replaceChildren(); // the room kept below stays: giving it back would move the page
  }

  #say(text, label, onClick = null) {
    if (this.#said === text) return; // said once, announced once
    this.#said = text;
    const link = this.#document.createElement("a");
    link.href = this.#document.location.pathname + this.#document.location.search;
    link.textContent = label;
    if (onClick) link.addEventListener("click", onClick);
    this.#place.replaceChildren(`${text} `, link);
    this.#document.body.classList.add("has-note");
  }
}
