// Asks every few seconds whether somebody else has changed the year, while the page is seen.

const EVERY = 4000;

export class Watcher {
  constructor(root, { found, reached, expired }) {
    this.address = root.dataset.changes;
    this.found = found;
    this.reached = reached;
    this.expired = expired;
    this.etag = "";
    this.timer = 0;
    document.addEventListener("visibilitychange", () => this.ask());
  }

  async ask() {
    clearTimeout(this.timer);
    if (document.hidden) return;
    try {
      const response = await fetch(this.address, {
        redirect: "manual",
        cache: "no-store",
        headers: this.etag ? { "If-None-Match": this.etag } : {},
      });
      if (response.type === "opaqueredirect") this.expired();
      if (response.ok || response.status === 304) this.reached();
      if (response.ok) {
        this.found(await response.json(), this.etag === "");
        this.etag = response.headers.get("ETag") ?? "";
      }
    } catch {
      // No connection: what is typed says so itself when it cannot be saved.
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), EVERY);
  }
}
