/** The parts of a browser that streams need, made to be driven by hand. */

export class Clock {
  #timers = new Map();
  #next = 1;
  now = 0;

  setTimeout = (act, delay) => {
    this.#timers.set(this.#next, { at: this.now + delay, act });
    return this.#next++;
  };

  clearTimeout = (timer) => this.#timers.delete(timer);

  pass(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      const due = [...this.#timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.now = due[1].at;
      due[1].act();
    }
    this.now = end;
  }
}

/** A browser shared by several tabs: one set of locks, channels and streams. */
export class Browser {
  clock = new Clock();
  streams = [];
  #channels = new Map();
  #locks = new Map();

  /** What one tab sees. */
  tab() {
    const browser = this;
    return {
      EventSource: class extends Stream {
        constructor(url) {
          super(url);
          browser.streams.push(this);
        }
      },
      BroadcastChannel: class {
        #listeners = [];
        constructor(name) {
          this.peers = browser.#channels.get(name) ?? new Set();
          browser.#channels.set(name, this.peers.add(this));
        }
        addEventListener(_, listener) {
          this.#listeners.push(listener);
        }
        postMessage(data) {
          for (const peer of this.peers) if (peer !== this) peer.hear(data);
        }
        hear(data) {
          for (const listener of this.#listeners) listener({ data });
        }
        close() {
          this.peers.delete(this);
        }
      },
      locks: { request: (name, { signal }, held) => browser.#request(name, signal, held) },
      setTimeout: this.clock.setTimeout,
      clearTimeout: this.clock.clearTimeout,
      random: () => 0.5,
    };
  }

  async #request(name, signal, held) {
    const before = this.#locks.get(name) ?? Promise.resolve();
    const mine = before.then(() => (signal.aborted ? undefined : held()));
    this.#locks.set(name, mine.catch(() => undefined));
    return mine;
  }

  get open() {
    return this.streams.filter((stream) => stream.readyState !== 2);
  }
}

class Stream {
  readyState = 0;
  #listeners = { version: [], error: [] };

  constructor(url) {
    this.url = url;
  }

  addEventListener(name, listener) {
    this.#listeners[name].push(listener);
  }

  say(version) {
    this.readyState = 1;
    for (const listener of this.#listeners.version) listener({ data: String(version) });
  }

  break(refused = false) {
    this.readyState = refused ? 2 : 0;
    for (const listener of this.#listeners.error) listener({});
  }

  close() {
    this.readyState = 2;
  }
}

/** Let promises settle. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
