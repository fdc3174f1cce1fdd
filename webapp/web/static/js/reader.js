/**
 * A PDF read page by page: only the pages near the screen are drawn, the others keep their place.
 * Notes belong to the page in hand, and save themselves at every pause of the writer.
 */

import { GlobalWorkerOptions, getDocument } from "../vendor/pdfjs/pdf.min.mjs";

export const MOST_DRAWN = 6;
const PAUSE_MS = 1000;
const RETRY_MS = 15_000;
const ZOOMS = [1, 1.5, 2, 3];
const MOST_PIXELS = 8_000_000;
const VENDOR = new URL("../vendor/pdfjs/", import.meta.url).href;

class Notes {
  #area = document.querySelector("[data-reader-note]");
  #field = document.querySelector("[data-reader-jump]");
  #state = document.querySelector("[data-reader-saved]");
  #kept;
  #unsent = new Map(); // by page, what was typed and the service has not answered for
  #page = 0;
  #timer = null;

  constructor(kept) {
    this.#kept = new Map(Object.entries(kept).map(([page, body]) => [Number(page), body]));
    this.#area.addEventListener("input", () => {
      this.#unsent.set(this.#page, this.#area.value);
      this.#state.textContent = "Pas encore enregistré";
      globalThis.clearTimeout(this.#timer);
      this.#timer = globalThis.setTimeout(() => this.#send(), PAUSE_MS);
    });
    globalThis.addEventListener("online", () => this.#send());
    globalThis.addEventListener("pagehide", () => {
      for (const [page, body] of this.#unsent) globalThis.navigator.sendBeacon(this.#area.form.action, this.#data(page, body));
    });
  }

  get writing() {
    return document.activeElement === this.#area;
  }

  /** Show the note of another page, once the one of this page has left. */
  show(page) {
    if (page === this.#page) return;
    this.#send();
    this.#page = page;
    this.#field.value = String(page);
    this.#area.value = this.#unsent.get(page) ?? this.#kept.get(page) ?? "";
    this.#state.textContent = this.#unsent.has(page) ? "Pas encore enregistré" : "";
  }

  #data(page, body) {
    const data = new globalThis.FormData(this.#area.form);
    data.set("page", String(page));
    data.set(this.#area.name, body);
    return data;
  }

  /** Send whatever was typed, of this page and of those left while the connection failed. */
  async #send() {
    globalThis.clearTimeout(this.#timer);
    await Promise.all([...this.#unsent].map(([page, body]) => this.#save(page, body)));
  }

  async #save(page, body) {
    let said = "Non enregistré\u00a0: la connexion manque. Vos mots restent ici et repartiront d’eux-mêmes.";
    try {
      const options = { method: "POST", body: this.#data(page, body), headers: { Accept: "application/json" } };
      const answer = await globalThis.fetch(this.#area.form.action, options);
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.fault);
      this.#kept.set(page, body);
      if (this.#unsent.get(page) === body) this.#unsent.delete(page);
      said = `Enregistré à ${told.hour}`;
    } catch {
      globalThis.clearTimeout(this.#timer);
      this.#timer = globalThis.setTimeout(() => this.#send(), RETRY_MS);
    }
    if (page === this.#page) this.#state.textContent = said;
  }
}

class Reader {
  #place;
  #pdf;
  #notes;
  #sheets = [];
  #near = new Set();
  #drawn = new Map();
  #zoom = 0;
  #current = 0;
  #width = 0;

  constructor(place, pdf, notes) {
    [this.#place, this.#pdf, this.#notes] = [place, pdf, notes];
  }

  async start(page) {
    const view = (await this.#pdf.getPage(1)).getViewport({ scale: 1 });
    for (let number = 1; number <= this.#pdf.numPages; number += 1) {
      const sheet = document.createElement("div");
      sheet.className = "reader__page";
      sheet.dataset.page = String(number);
      sheet.style.aspectRatio = `${view.width} / ${view.height}`;
      this.#sheets.push(sheet);
    }
    this.#place.replaceChildren(...this.#sheets);
    const watch = new globalThis.IntersectionObserver((seen) => this.#seen(seen), { rootMargin: "50% 0px" });
    this.#sheets.forEach((sheet) => watch.observe(sheet));
    globalThis.addEventListener("scroll", () => globalThis.requestAnimationFrame(() => this.#follow()), { passive: true });
    globalThis.addEventListener("resize", () => this.#resize());
    document.querySelectorAll("[data-reader-zoom]").forEach((button) => {
      button.addEventListener("click", () => this.#enlarge(Number(button.dataset.readerZoom)));
    });
    const field = document.querySelector("[data-reader-jump]");
    field.addEventListener("change", () => this.jump(Number(field.value)));
    field.form.addEventListener("submit", (event) => { event.preventDefault(); this.jump(Number(field.value)); });
    this.#width = this.#place.clientWidth;
    this.#take(1);
    if (page > 1) this.jump(page);
  }

  jump(number) {
    const page = Math.min(Math.max(1, Math.trunc(number) || 1), this.#sheets.length);
    this.#sheets[page - 1].scrollIntoView({ block: "start" });
    this.#take(page);
  }

  #seen(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#near.add(target);
      else this.#near.delete(target);
    }
    this.#settle();
  }

  /** Free what is far, draw what is near, nearest to the page in hand first. */
  #settle() {
    const far = (sheet) => Math.abs(Number(sheet.dataset.page) - this.#current);
    const wanted = new Set([...this.#near].sort((one, other) => far(one) - far(other)).slice(0, MOST_DRAWN));
    for (const sheet of [...this.#drawn.keys()]) if (!wanted.has(sheet)) this.#free(sheet);
    for (const sheet of wanted) if (!this.#drawn.has(sheet)) this.#draw(sheet);
  }

  async #draw(sheet) {
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    const drawing = { canvas, task: null };
    this.#drawn.set(sheet, drawing);
    try {
      const page = await this.#pdf.getPage(Number(sheet.dataset.page));
      if (this.#drawn.get(sheet) !== drawing) return;
      const natural = page.getViewport({ scale: 1 });
      sheet.style.aspectRatio = `${natural.width} / ${natural.height}`;
      const sharp = (sheet.clientWidth / natural.width) * Math.min(globalThis.devicePixelRatio || 1, 2);
      const viewport = page.getViewport({ scale: Math.min(sharp, Math.sqrt(MOST_PIXELS / (natural.width * natural.height))) });
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      sheet.replaceChildren(canvas);
      drawing.task = page.render({ canvas, viewport });
      await drawing.task.promise;
      sheet.dataset.drawn = "";
    } catch (error) {
      if (error?.name !== "RenderingCancelledException") sheet.textContent = "Cette page ne s’affiche pas. Téléchargez le document.";
    }
  }

  #free(sheet) {
    const { canvas, task } = this.#drawn.get(sheet);
    this.#drawn.delete(sheet);
    task?.cancel();
    [canvas.width, canvas.height] = [0, 0]; // gives the memory back at once, also on iOS
    delete sheet.dataset.drawn;
    sheet.replaceChildren();
  }

  /** A telephone resizes for its keyboard and its address bar too: only another width moves the pages. */
  #resize() {
    if (this.#place.clientWidth === this.#width) return;
    this.#width = this.#place.clientWidth;
    this.#redraw();
    this.#sheets[this.#current - 1].scrollIntoView({ block: "start" });
  }

  #redraw() {
    for (const sheet of [...this.#drawn.keys()]) this.#free(sheet);
    this.#settle();
  }

  #enlarge(step) {
    this.#zoom = Math.min(Math.max(0, this.#zoom + step), ZOOMS.length - 1);
    const page = this.#current;
    this.#sheets.forEach((sheet) => { sheet.style.width = `${ZOOMS[this.#zoom] * 100}%`; });
    this.#redraw();
    this.jump(page);
  }

  /** The page in hand is the one at the top third of the screen; while somebody writes, it stays theirs. */
  #follow() {
    if (this.#notes.writing) return;
    const line = globalThis.innerHeight / 3;
    const found = [...this.#near].find((sheet) => {
      const { top, bottom } = sheet.getBoundingClientRect();
      return top <= line && bottom > line;
    });
    if (found) this.#take(Number(found.dataset.page));
  }

  async #take(page) {
    if (page === this.#current) return;
    this.#current = page;
    this.#notes.show(page);
    document.querySelector("[data-reader-place]").textContent = `Page ${page} sur ${this.#sheets.length}`;
    this.#settle();
    const { items } = await (await this.#pdf.getPage(page)).getTextContent();
    if (page === this.#current) document.querySelector("[data-reader-text]").textContent = items.map(({ str }) => str).join(" ");
  }
}

async function read(place) {
  GlobalWorkerOptions.workerSrc = `${VENDOR}pdf.worker.min.mjs`;
  const field = document.querySelector("[data-reader-jump]");
  try {
    const options = { url: place.dataset.reader, standardFontDataUrl: VENDOR, wasmUrl: VENDOR, useWasm: false, disableAutoFetch: true, enableXfa: false };
    const pdf = await getDocument(options).promise;
    await new Reader(place, pdf, new Notes(JSON.parse(place.dataset.readerNotes))).start(Number(field.value));
  } catch {
    document.querySelector("[data-reader-place]").textContent = "Ce document ne s’affiche pas ici. Téléchargez-le.";
  }
}

const place = document.querySelector("[data-reader]");
if (place) read(place);
