/**
 * One event stream per browser and topic: the tab that holds the lock listens and tells the others.
 * Where a stream cannot be had, whoever should hold it says "look again" every ten seconds instead.
 */

export const POLL_MS = 10_000;
export const RETRY_MS = 30_000;
const CLOSED = 2;

/** What the browser brings; a test brings its own. */
export function browser() {
  return {
    EventSource: globalThis.EventSource,
    BroadcastChannel: globalThis.BroadcastChannel,
    locks: globalThis.navigator?.locks,
    setTimeout: (act, delay) => globalThis.setTimeout(act, delay),
    clearTimeout: (timer) => globalThis.clearTimeout(timer),
    random: Math.random,
  };
}

/** The stream itself, with its fallback. `tell` receives `{version, live}`; version null means "look again". */
class Source {
  #url;
  #tell;
  #env;
  #source = null;
  #poll = null;
  #retry = null;

  constructor(url, tell, env) {
    this.#url = url;
    this.#tell = tell;
    this.#env = env;
    this.#open();
  }

  #open() {
    this.#retry = null;
    if (!this.#env.EventSource) {
      this.#fall();
      return;
    }
    const source = new this.#env.EventSource(this.#url);
    this.#source = source;
    source.addEventListener("version", (event) => {
      this.#recover();
      this.#tell({ version: Number(event.data), live: true });
    });
    source.addEventListener("error", () => {
      this.#fall();
      // A refused stream (503: too many) is never retried by the browser itself.
      if (source.readyState === CLOSED && this.#retry === null) {
        this.#retry = this.#env.setTimeout(() => this.#open(), RETRY_MS);
      }
    });
  }

  #fall() {
    if (this.#poll !== null) return;
    const again = () => {
      this.#tell({ version: null, live: false });
      this.#poll = this.#env.setTimeout(again, POLL_MS);
    };
    // Seven hundred pages that lose their stream together must not come back together.
    this.#poll = this.#env.setTimeout(again, this.#env.random() * POLL_MS);
  }

  #recover() {
    if (this.#poll !== null) this.#env.clearTimeout(this.#poll);
    this.#poll = null;
  }

  close() {
    this.#source?.close();
    this.#recover();
    if (this.#retry !== null) this.#env.clearTimeout(this.#retry);
  }
}

/**
 * Listen to a topic's versions until the returned function is called.
 * @param {string} url address of the stream
 * @param {(news: {version: number | null, live: boolean}) => void} onNews
 */
export function listen(url, onNews, env = browser()) {
  if (!env.locks || !env.BroadcastChannel) {
    const source = new Source(url, onNews, env);
    return () => source.close();
  }
  const name = `collegiale:${url}`;
  const channel = new env.BroadcastChannel(name);
  const stopped = new AbortController();
  let last = null;
  let source = null;
  const lead = () =>
    new Promise((release) => {
      stopped.signal.addEventListener("abort", release);
      const tell = (news) => {
        last = news;
        channel.postMessage(news);
        onNews(news);
      };
      source = new Source(url, tell, env);
    });
  channel.addEventListener("message", ({ data }) => {
    if (data === "hello") {
      if (source && last) channel.postMessage(last);
    } else {
      onNews(data);
    }
  });
  channel.postMessage("hello");
  env.locks.request(name, { signal: stopped.signal }, lead).catch(() => undefined); // given up before its turn
  return () => {
    source?.close();
    stopped.abort();
    channel.close();
  };
}
