/**
 * Live parts: what the server says anew is put in place, except where somebody is busy.
 * A part that holds the focus, a finger or a form begun is kept, and a link says that there is news.
 */

import { carry, formDiffers, formKey } from "./dirty.js";
import { refill } from "./filter.js";
import { byAddress, decide, fullAddress, neutral, Reader } from "./fragments.js";
import { Note } from "./note.js";
import { listen } from "./stream.js";

const SETTLE_MS = 400;

/** Begin, if the page has anything live. */
export function startLive(document = globalThis.document) {
  const main = document.querySelector("[data-live-stream]");
  if (main || document.querySelector("[data-live]")) new LivePage(document, main).start();
}

class LivePage {
  #document;
  #main;
  #reader = new Reader((...request) => globalThis.fetch(...request));
  #shown = new Map(); // part id → its content as last put in place, comparable
  #waiting = new Map(); // part id → content that came while somebody was busy
  #version;
  #stop = null;
  #running = null;
  #again = false;
  #stale = false;
  #pressed = false;
  #down = false; // the stream is lost: the page looks again by itself
  #touched = null; // where a finger or the mouse last was
  #note;

  constructor(document, main) {
    this.#document = document;
    this.#main = main;
    this.#version = main?.dataset.liveVersion ?? null;
    this.#note = new Note(document, () => this.#insist());
    for (const part of this.#parts()) this.#shown.set(part.id, neutral(part.innerHTML));
  }

  start() {
    const { defaultView: window } = this.#document;
    this.#listen();
    window.addEventListener("pagehide", () => this.#stop?.());
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      this.#listen();
      this.refresh();
    });
    window.addEventListener("online", () => this.refresh());
    this.#document.addEventListener("visibilitychange", () => {
      if (!this.#document.hidden && this.#stale) this.refresh();
    });
    this.#watchHands();
    for (const part of this.#document.querySelectorAll("[data-live-poll]")) this.#poll(part);
  }

  #parts() {
    return [...this.#document.querySelectorAll("[data-live][id]")];
  }

  #listen() {
    if (!this.#main) return;
    const stream = new URL(this.#main.dataset.liveStream, this.#document.baseURI);
    this.#stop = listen(stream.pathname + stream.search, (news) => {
      const back = news.live && this.#down;
      this.#down = !news.live;
      if (!back && news.version !== null && String(news.version) === String(this.#version)) return;
      if (news.version !== null) this.#version = news.version;
      this.refresh();
    });
  }

  #watchHands() {
    const settle = () =>
      globalThis.setTimeout(() => {
        this.#pressed = false;
        this.#settle();
      }, SETTLE_MS);
    this.#document.addEventListener("pointerdown", () => { this.#pressed = true; }, { passive: true });
    for (const move of ["pointerdown", "pointermove"]) {
      this.#document.addEventListener(move, ({ clientX, clientY }) => { this.#touched = [clientX, clientY]; }, { passive: true });
    }
    for (const end of ["pointerup", "pointercancel"]) this.#document.addEventListener(end, settle, { passive: true });
    this.#document.addEventListener("focusout", settle);
  }

  #poll(part) {
    const seconds = Number(part.dataset.livePoll) || 2;
    const again = async () => {
      if (part.querySelector("[data-live-done]")) return;
      if (!this.#document.hidden) await this.#fetch(fullAddress(part.dataset.live, this.#document.location.href), [part]);
      globalThis.setTimeout(again, seconds * 1000);
    };
    globalThis.setTimeout(again, seconds * 1000);
  }

  /** Ask for every part again, once at a time; a hidden tab waits to be looked at. */
  refresh() {
    if (this.#document.hidden) {
      this.#stale = true;
    } else if (this.#running) {
      this.#again = true;
    } else {
      this.#stale = false;
      this.#running = this.#fetchAll().finally(() => {
        this.#running = null;
        if (this.#again) {
          this.#again = false;
          this.refresh();
        }
      });
    }
  }

  async #fetchAll() {
    await Promise.all([...byAddress(this.#parts(), this.#document.location.href)].map(([address, parts]) => this.#fetch(address, parts)));
  }

  async #fetch(address, parts) {
    const answer = await this.#reader.read(address);
    if (answer.state === "gone") this.#note.gone();
    if (answer.state === "lost") this.#note.lost();
    if (answer.state === "same") this.#tellOfWaiting();
    if (answer.state !== "fresh") return;
    const page = new DOMParser().parseFromString(answer.html, "text/html");
    for (const part of parts) {
      const twin = page.getElementById(part.id);
      // A whole page without the part (a refusal, a sign-in) is no news of it.
      if (!twin && /<html\b/i.test(answer.html)) continue;
      this.#receive(part, (twin ?? page.body).innerHTML);
    }
  }

  #receive(part, html) {
    const changed = neutral(html) !== this.#shown.get(part.id);
    const verdict = decide({ changed, ...this.#busy(part) });
    if (verdict === "hold") this.#waiting.set(part.id, html);
    else this.#waiting.delete(part.id);
    if (verdict === "replace") this.#put(part, html);
    this.#tellOfWaiting();
  }

  #busy(part) {
    return {
      focused: part.contains(this.#document.activeElement),
      // A confirmation being read is as good as a form begun.
      dirty: part.querySelector("[data-live-hold]") !== null || [...part.querySelectorAll("form")].some(formDiffers),
      pressed: this.#pressed,
    };
  }

  /** Put in place what waited, wherever nobody is busy any more. */
  #settle() {
    for (const [id, html] of [...this.#waiting]) {
      const part = this.#document.getElementById(id);
      if (part) this.#receive(part, html);
    }
  }

  #tellOfWaiting() {
    const told = [...this.#waiting.keys()].some((id) => {
      const part = this.#document.getElementById(id);
      const busy = part && this.#busy(part);
      return busy && (busy.focused || busy.dirty);
    });
    if (told) this.#note.news();
    else this.#note.clear();
  }

  /** The reader asks for the news: put it in place and carry over what they had typed. */
  #insist() {
    let kept = false;
    for (const [id, html] of [...this.#waiting]) {
      const part = this.#document.getElementById(id);
      if (part && this.#carryInto(part, html)) this.#waiting.delete(id);
      else kept = true;
    }
    if (kept) this.#note.stuck();
    else this.#note.clear();
  }

  #carryInto(part, html) {
    const draft = this.#document.createElement("template");
    draft.innerHTML = html;
    const fresh = [...draft.content.querySelectorAll("form")];
    const begun = [...part.querySelectorAll("form")].filter(formDiffers);
    const held = begun.every((form) => {
      const twin = fresh.find((other) => formKey(other) === formKey(form));
      return twin && carry(form, twin);
    });
    if (held) this.#put(part, html, draft.content);
    return held;
  }

  /** Replace the content so that nothing moves under a finger, no fold closes and the focus stays. */
  #put(part, html, content = null) {
    part.style.minHeight = "";
    const height = part.getBoundingClientRect().height;
    const anchor = this.#anchor(part);
    const before = anchor?.getBoundingClientRect().top;
    const filters = [...this.#document.querySelectorAll("[data-filter]")].map(({ id, value }) => [id, value]);
    const open = new Set([...part.querySelectorAll("details[open] > summary")].map((fold) => fold.textContent.trim()));
    const focus = part.contains(this.#document.activeElement) ? this.#document.activeElement : null;
    if (content) part.replaceChildren(content);
    else part.innerHTML = html;
    this.#shown.set(part.id, neutral(html));
    for (const fold of part.querySelectorAll("details > summary")) {
      if (open.has(fold.textContent.trim())) fold.parentElement.open = true;
    }
    for (const [id, value] of filters) refill(this.#document.getElementById(id), value);
    if (focus) this.#refocus(part, focus);
    if (anchor?.isConnected) this.#steady(part, anchor, { top: before, height });
  }

  /** Bring what must not move back to its place: by scrolling, else by keeping the room that the part had. */
  #steady(part, anchor, before) {
    const drift = () => anchor.getBoundingClientRect().top - before.top;
    this.#document.defaultView.scrollBy({ top: drift(), behavior: "instant" });
    if (Math.abs(drift()) <= 1) return;
    part.style.minHeight = `${before.height}px`;
    this.#document.defaultView.scrollBy({ top: drift(), behavior: "instant" });
  }

  /** What must not move: the focused control, what is under the finger, else what is in the middle of the screen. */
  #anchor(part) {
    const { innerWidth, innerHeight } = this.#document.defaultView;
    const points = [this.#touched, [innerWidth / 2, innerHeight / 2], [innerWidth / 2, innerHeight * 0.9]];
    const seen = points.filter(Boolean).map((point) => this.#document.elementFromPoint(...point));
    return [this.#document.activeElement, ...seen].find((each) => each && !part.contains(each) && !each.contains(part)) ?? null;
  }

  #refocus(part, focus) {
    const twin = focus.id ? this.#document.getElementById(focus.id) : null;
    if (!twin && !part.hasAttribute("tabindex")) part.setAttribute("tabindex", "-1");
    (twin ?? part).focus({ preventScroll: true });
  }
}
