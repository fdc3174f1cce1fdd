/**
 * Notes that save themselves at every pause of the writer, and names written in two keys: « @ » and a letter.
 * What is not kept yet is said; a lost connection is tried again.
 */

export const PAUSE_MS = 1000;
export const AGAIN_MS = 5000;

/** Find the name being asked for before the caret: { from, letters }, or null. */
export function askedName(text, caret) {
  const found = /(?:^|[\s(«“"'’])@([\p{L}-]*)$/u.exec(text.slice(0, caret));
  return found ? { from: caret - found[1].length - 1, letters: found[1] } : null;
}

const plain = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Names one of whose words begins with these letters; the last word, the family's, comes first. */
export function namesFor(names, letters) {
  if (!letters) return [];
  const begins = (word) => plain(word).startsWith(plain(letters));
  const family = names.filter((name) => begins(name.split(" ").at(-1)));
  return [...family, ...names.filter((name) => !family.includes(name) && name.split(" ").slice(1).some(begins))];
}

/** Write a name in the place of what was asked for: { text, caret }. */
export function written(text, asked, caret, name) {
  const before = `${text.slice(0, asked.from)}${name} `;
  return { text: before + text.slice(caret).replace(/^ /, ""), caret: before.length };
}

export function startNotes(document = globalThis.document) {
  const notes = new Notes(document);
  const ours = (event) => event.target.matches?.("textarea[data-notes]");
  document.addEventListener("input", (event) => { if (ours(event)) notes.typed(event.target); });
  document.addEventListener("keydown", (event) => { if (ours(event)) notes.key(event); });
  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest?.("#notes-noms [role=option]");
    if (option) {
      event.preventDefault();
      notes.choose(document.querySelector("textarea[data-notes]"), option.textContent);
    }
  });
  document.addEventListener("focusout", (event) => { if (ours(event)) { notes.shut(); notes.save(event.target); } });
  document.defaultView.addEventListener("pagehide", () => notes.leave());
}

class Notes {
  #document;
  #timer = null;
  #saving = false;
  #chosen = 0;

  constructor(document) {
    this.#document = document;
  }

  typed(area) {
    this.#offer(area);
    this.#say("Pas encore enregistré");
    this.#later(area, PAUSE_MS);
  }

  key(event) {
    const area = event.target;
    const options = this.#options();
    if (!options.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.#mark(options, (this.#chosen + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length, area);
    } else if (event.key === "Enter" || event.key === "Tab") {
      this.choose(area, options[this.#chosen].textContent);
    } else if (event.key === "Escape") {
      this.shut();
    } else {
      return;
    }
    event.preventDefault();
  }

  choose(area, name) {
    const asked = askedName(area.value, area.selectionStart);
    this.shut();
    if (!asked) return;
    const { text, caret } = written(area.value, asked, area.selectionStart, name);
    area.value = text;
    area.setSelectionRange(caret, caret);
    this.typed(area);
  }

  shut() {
    const list = this.#document.getElementById("notes-noms");
    if (!list) return;
    list.hidden = true;
    list.replaceChildren();
    this.#document.querySelector("textarea[data-notes]")?.removeAttribute("aria-activedescendant");
  }

  /** Send what differs from what is kept; what is typed meanwhile goes next. */
  async save(area) {
    globalThis.clearTimeout(this.#timer);
    if (this.#saving || !area.isConnected || area.value === area.defaultValue) return;
    const { form, value } = area;
    this.#saving = true;
    try {
      const answer = await globalThis.fetch(form.action, {
        method: "POST",
        body: new globalThis.FormData(form),
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      if (answer.status >= 500) throw new Error(String(answer.status));
      const said = answer.headers.get("Content-Type") === "application/json" ? await answer.json() : {};
      if (answer.ok) this.#kept(area, form, value, said);
      else this.#say(said.fault ?? "Non enregistré\u00a0: copiez votre texte, puis rechargez la page.");
    } catch {
      this.#say("Pas encore enregistré\u00a0: la connexion manque, nouvel essai dans un instant.");
      this.#later(area, AGAIN_MS);
    } finally {
      this.#saving = false;
    }
  }

  /** A page that goes away sends what it still holds. */
  leave() {
    const area = this.#document.querySelector("textarea[data-notes]");
    if (area && area.value !== area.defaultValue) globalThis.navigator.sendBeacon(area.form.action, new globalThis.FormData(area.form));
  }

  #kept(area, form, value, { revision, hour, body, said }) {
    // Both texts stand where nobody types; else what is typed goes again under the old revision, and is joined then.
    if (body !== undefined && area.value !== value) return this.#later(area, PAUSE_MS);
    form.elements.expected.value = String(revision);
    if (body !== undefined) area.value = body;
    area.defaultValue = body ?? value;
    if (area.value === area.defaultValue) this.#say(said ? `${said} Enregistré à ${hour}` : `Enregistré à ${hour}`);
    else this.#later(area, PAUSE_MS);
  }

  #later(area, delay) {
    globalThis.clearTimeout(this.#timer);
    this.#timer = globalThis.setTimeout(() => this.save(area), delay);
  }

  #say(text) {
    const state = this.#document.querySelector("[data-notes-state]");
    if (state && state.textContent !== text) state.textContent = text;
  }

  #options() {
    return [...this.#document.querySelectorAll("#notes-noms [role=option]")];
  }

  #offer(area) {
    const asked = askedName(area.value, area.selectionStart);
    const found = asked ? namesFor(JSON.parse(area.dataset.names), asked.letters).slice(0, 6) : [];
    if (found.length === 1) {
      this.choose(area, found[0]);
      return;
    }
    const list = this.#document.getElementById("notes-noms");
    list.replaceChildren(...found.map((name, index) => this.#option(name, index)));
    list.hidden = found.length === 0;
    if (found.length) this.#mark(this.#options(), 0, area);
  }

  #option(name, index) {
    const option = this.#document.createElement("li");
    option.id = `nom-${index}`;
    option.className = "fr-names__item";
    option.setAttribute("role", "option");
    option.textContent = name;
    return option;
  }

  #mark(options, index, area) {
    this.#chosen = index;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    area.setAttribute("aria-activedescendant", options[index].id);
  }
}
