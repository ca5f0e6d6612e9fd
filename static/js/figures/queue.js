// What was typed and is not saved yet. Each cell is kept in the browser's own store too, under
// account and year, so that it outlives a reload, a lost connection and an expired sign-in.

import { Store } from "../store.js";

const WAIT = 200; // milliseconds after the last cell
const AT_ONCE = 2000; // cells in one request
const MOST_TYPED = 1001; // characters of a cell that are sent: more than the portal takes
const RETRY = [3, 6, 12, 30]; // seconds

const WORDS = {
  offline: "mất kết nối",
  busy: "cổng đang bận",
  expired: "Phiên đăng nhập đã hết: mở trang đăng nhập ở thẻ khác rồi thử lại",
  denied: "tài khoản này không còn quyền sửa",
};

export class Queue extends EventTarget {
  // `name` says in words which cell a key is.
  constructor(root, { reason, name }) {
    super();
    this.root = root;
    this.reason = reason;
    this.name = name;
    this.store = new Store("localStorage");
    this.entries = new Map();
    this.prefix = `figures ${root.dataset.account} ${root.dataset.place} `;
    this.token = root.querySelector("[name=csrfmiddlewaretoken]").value;
    this.version = 0;
    this.trouble = null;
    this.failures = 0;
    this.sending = false;
    this.saves = 0; // requests that have ended, answered or not
    this.last = null;
    addEventListener("online", () => this.retry());
  }

  get size() {
    return this.entries.size;
  }

  get held() {
    return [...this.entries].filter(([, entry]) => entry.problem);
  }

  get waiting() {
    return [...this.entries].filter(([, entry]) => !entry.problem);
  }

  put(key, { typed, base, why = "" }) {
    this.version += 1;
    const entry = { typed, base, why, problem: null, version: this.version };
    this.entries.set(key, entry);
    this.#keep(key, entry);
    this.#soon(WAIT);
  }

  drop(key) {
    this.entries.delete(key);
    this.forget([key]);
  }

  // What an earlier page did not get saved.
  kept() {
    return this.store
      .keys(this.prefix)
      .map((name) => [name.slice(this.prefix.length), this.store.get(name)])
      .filter(([key, entry]) => typeof entry?.typed === "string" && !this.entries.has(key));
  }

  forget(keys) {
    for (const key of keys) this.store.remove(this.prefix + key);
  }

  retry() {
    this.failures = 0;
    this.trouble = null;
    this.#soon(0);
    this.#tell();
  }

  #keep(key, { typed, base, why }) {
    const name = this.name(key);
    this.store.set(this.prefix + key, { typed, base, why, name, at: Date.now() });
  }

  #soon(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#send(), milliseconds);
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }

  async #send() {
    const batch = this.waiting.slice(0, AT_ONCE);
    if (this.sending || !batch.length) return;
    this.sending = true;
    this.#tell();
    const cells = batch.map(([key, { typed, base, why }]) => {
      const [unit, indicator] = key.split("/");
      return { unit, indicator, typed: typed.slice(0, MOST_TYPED), base, why };
    });
    const body = { cells, reason: this.reason(), account: Number(this.root.dataset.account) };
    let answer;
    try {
      answer = await this.#post(body);
    } catch {
      answer = { trouble: "offline", again: true };
    }
    this.sending = false;
    this.saves += 1;
    if (answer.trouble) this.#failed(answer);
    else this.#done(batch, answer);
  }

  async #post(body, again = true) {
    const response = await fetch(this.root.dataset.save, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      body: JSON.stringify(body),
    });
    if (response.type === "opaqueredirect") return { trouble: "expired" };
    if (response.ok) return response.json();
    // Signing in again has changed the token: ask for the present one, once.
    if (response.status === 403) {
      if (again && (await this.#renew())) return this.#post(body, false);
      return { trouble: again ? "expired" : "denied" };
    }
    if ([400, 409, 422].includes(response.status)) {
      const { message } = await response.json();
      return { trouble: message, reason: response.status === 422 };
    }
    return { trouble: "busy", again: true };
  }

  async #renew() {
    const response = await fetch(this.root.dataset.changes, {
      redirect: "manual",
      cache: "no-store",
    });
    if (!response.ok) return false;
    this.token = (await response.json()).token;
    return true;
  }

  #failed({ trouble, again = false, reason = false }) {
    this.trouble = {
      words: WORDS[trouble] ?? trouble,
      expired: trouble === "expired",
      reason,
      seconds: 0,
    };
    if (again) {
      this.trouble.seconds = RETRY[Math.min(this.failures, RETRY.length - 1)];
      this.failures += 1;
      this.#soon(this.trouble.seconds * 1000);
    } else this.#tell();
  }

  #done(batch, answer) {
    this.trouble = null;
    this.failures = 0;
    for (const [index, [key, sent]] of batch.entries()) {
      const result = answer.cells[index];
      const entry = this.entries.get(key);
      if (!entry) continue;
      const isGood = ["saved", "unchanged"].includes(result.status);
      if (entry.version !== sent.version) {
        // Typed again meanwhile: what was just saved is what it now stands on.
        if (isGood) entry.base = result.text;
      } else if (isGood) this.drop(key);
      else entry.problem = result;
      this.dispatchEvent(new CustomEvent("result", { detail: { key, result, isGood } }));
    }
    if (answer.cells.some((result) => result.status === "saved")) {
      this.last = { at: answer.at, by: answer.by };
    }
    this.dispatchEvent(new CustomEvent("totals", { detail: answer.totals }));
    if (this.waiting.length) this.#soon(0);
    else this.#tell();
  }
}
