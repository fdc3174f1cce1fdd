/** Fetching the live parts of a page: one request per address, nothing when nothing changed. */

/** Tokens and the keys of forms change at each answer and say nothing: leave them out of comparisons. */
export function neutral(html) {
  return html.replace(/<input\b[^>]*\bname="(?:csrf_token|key)"[^>]*>/g, "").replace(/\s+/g, " ").trim();
}

/** A part is asked what its page was asked (`?confirmer=…`), unless its own address says otherwise. */
export function fullAddress(live, page) {
  const here = new URL(page);
  const address = new URL(live, here);
  const own = new Set(address.searchParams.keys());
  for (const [name, value] of here.searchParams) if (!own.has(name)) address.searchParams.append(name, value);
  return address.pathname + address.search;
}

/** Group parts by the address that holds them: a Map of address to parts. */
export function byAddress(parts, page) {
  const groups = new Map();
  for (const part of parts) {
    const address = fullAddress(part.dataset.live, page);
    groups.set(address, [...(groups.get(address) ?? []), part]);
  }
  return groups;
}

/**
 * What becomes of a part when its new content has come.
 * @returns {"same" | "hold" | "replace"}
 */
export function decide({ changed, focused, dirty, pressed }) {
  if (!changed) return "same";
  return focused || dirty || pressed ? "hold" : "replace";
}

/** Reads addresses and remembers their ETags, so that an unchanged part costs a 304. */
export class Reader {
  #etags = new Map();
  #fetch;

  constructor(fetch) {
    this.#fetch = fetch;
  }

  /**
   * @returns {Promise<{state: "fresh", html: string} | {state: "same" | "lost" | "gone"}>}
   * "lost": the server did not answer as it should; "gone": the reader's sign-in or the page has ended.
   */
  async read(address) {
    const headers = { Accept: "text/html", "X-Live": "1" };
    const etag = this.#etags.get(address);
    if (etag) headers["If-None-Match"] = etag;
    let response;
    try {
      response = await this.#fetch(address, { headers, credentials: "same-origin", cache: "no-store" });
    } catch {
      return { state: "lost" };
    }
    if (response.status === 304) return { state: "same" };
    if (response.redirected || [401, 403, 404, 410].includes(response.status)) return { state: "gone" };
    if (!response.ok) return { state: "lost" };
    const html = await response.text();
    const fresh = response.headers.get("ETag");
    if (fresh) this.#etags.set(address, fresh);
    return { state: "fresh", html };
  }

  /** Read again in full next time: what came was not put on the page. */
  forget(address) {
    this.#etags.delete(address);
  }
}
