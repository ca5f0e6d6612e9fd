// Asks every few seconds whether somebody else has changed the year, while the page is seen.
// An answer that a save has overtaken is not taken: it may be older than what was saved.

const EVERY = 4000;
const SOON = 300;

export class Watcher {
  // `saves` counts the saves that have ended, `isSaving` says whether one is on its way.
  constructor(root, { found, reached, expired, saves, isSaving }) {
    this.address = root.dataset.changes;
    this.found = found;
    this.reached = reached;
    this.expired = expired;
    this.saves = saves;
    this.isSaving = isSaving;
    this.asked = 0;
    this.etag = "";
    this.timer = 0;
    document.addEventListener("visibilitychange", () => this.ask());
  }

  async ask() {
    clearTimeout(this.timer);
    if (document.hidden) return;
    this.asked += 1;
    const [asked, saves] = [this.asked, this.saves()];
    let wait = EVERY;
    try {
      const response = await fetch(this.address, {
        redirect: "manual",
        cache: "no-store",
        headers: this.etag ? { "If-None-Match": this.etag } : {},
      });
      if (response.type === "opaqueredirect") this.expired();
      if (response.ok || response.status === 304) this.reached();
      const state = response.ok && (await response.json());
      if (asked !== this.asked) return; // another question has been put meanwhile
      if (state && (this.isSaving() || saves !== this.saves())) wait = SOON;
      else if (state) {
        this.found(state, this.etag === "");
        this.etag = response.headers.get("ETag") ?? "";
      }
    } catch {
      // No connection: what is typed says so itself when it cannot be saved.
    }
    if (asked !== this.asked) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), wait);
  }
}
