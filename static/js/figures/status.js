// The lines over the table: saved or not, by whom; where one is; what an earlier page left.

import { make } from "./panel.js";

export class Status {
  constructor(root, { retry }) {
    this.root = root;
    this.line = root.querySelector("[data-status]");
    this.here = root.querySelector("[data-here]");
    this.keptPlace = root.querySelector("[data-kept]");
    this.reason = root.querySelector("#figures-reason");
    this.reasonError = root.querySelector("#figures-reason-error");
    this.again = root.querySelector("[data-retry]");
    this.again.addEventListener("click", retry);
    this.said = "";
    this.note = "";
    root.querySelector("[data-bar]").hidden = false;
  }

  // What has just happened to the table: others' changes, a paste that did not fit.
  say(note) {
    this.note = note;
  }

  show(queue) {
    const { trouble, last, size } = queue;
    const waiting = queue.waiting.length;
    this.again.hidden = trouble === null;
    this.#showReason(trouble);
    const parts = [];
    if (trouble) {
      const retried = trouble.seconds ? ` Tự thử lại sau ${trouble.seconds} giây.` : "";
      parts.push(`Chưa lưu ${size} ô: ${trouble.words}.${retried}`);
    } else if (waiting) parts.push(`Đang lưu ${waiting} ô…`);
    if (last && !waiting) parts.push(`Đã lưu lúc ${last.at}, ${last.by}`);
    if (this.note) parts.push(this.note);
    const held = size - waiting;
    const asked = held ? `${held} ô cần bạn xem` : "";
    const text = parts.join(" · ") || (held ? "" : "Chưa có thay đổi nào.");
    if (text + asked !== this.said) {
      this.said = text + asked;
      this.line.replaceChildren(text, text && asked ? " · " : "");
      if (asked) this.line.append(make("a", asked, { href: "#figures-summary" }));
      if (trouble?.expired) {
        const address = `${this.root.dataset.signIn}?next=${this.root.dataset.place}`;
        this.line.append(
          " ",
          make("a", "Mở trang đăng nhập", { href: address, target: "_blank", rel: "noopener" }),
        );
      }
    }
    this.line.classList.toggle("unsaved", size > 0);
  }

  #showReason(trouble) {
    if (!this.reason) return;
    const isMissing = trouble?.reason === true;
    if (isMissing && this.reasonError.hidden) this.reason.focus();
    this.reasonError.hidden = !isMissing;
    this.reasonError.textContent = isMissing ? trouble.words : "";
    this.reason.toggleAttribute("aria-invalid", isMissing);
    if (isMissing) this.reason.setAttribute("aria-describedby", this.reasonError.id);
  }

  // Where one is, and what is known of the figure.
  showHere(parts, address) {
    this.here.replaceChildren(`${parts.filter(Boolean).join(" · ")} `);
    this.here.append(make("a", "Nguồn, minh chứng", { href: address }));
  }

  leaveTable() {
    (this.here.querySelector("a") ?? this.line).focus();
  }

  // Offer what an earlier page could not save.
  offer(kept, sheet, { restore, forget }) {
    if (!kept.length) return;
    const time = new Date(Math.max(...kept.map(([, entry]) => entry.at ?? 0)));
    const clock = time.toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
    const box = make("div", "", { className: "notice" });
    box.setAttribute("role", "status");
    const few = kept.slice(0, 5).map(([key, { typed }]) => `${sheet.name(key)}: ${typed || "–"}`);
    const more = kept.length > few.length ? `; và ${kept.length - few.length} ô nữa` : "";
    box.append(make("p", `Còn ${kept.length} ô chưa lưu từ ${clock}: ${few.join("; ")}${more}.`));
    for (const [label, action] of [
      ["Nhập lại và lưu", restore],
      ["Bỏ", forget],
    ]) {
      const choice = make("button", label, { type: "button" });
      choice.className = "btn btn-sm btn-outline-secondary me-2";
      choice.addEventListener("click", () => {
        box.remove();
        action();
      });
      box.append(choice);
    }
    this.keptPlace.replaceChildren(box);
  }
}
