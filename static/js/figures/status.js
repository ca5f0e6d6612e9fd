// The lines over the table: saved or not, by whom; where one is; what an earlier page left.

import { make } from "./panel.js";

const inWords = ([key, { name, typed }]) => `${name ?? key}: ${typed || "–"}`;

const when = (kept) =>
  new Date(Math.max(...kept.map(([, entry]) => entry.at ?? 0))).toLocaleString("vi-VN", {
    dateStyle: "short",
    timeStyle: "short",
  });

export class Status {
  constructor(root, { retry }) {
    this.root = root;
    this.line = root.querySelector("[data-status]");
    this.here = root.querySelector("[data-here]");
    this.range = root.querySelector("[data-range]");
    this.keptPlace = root.querySelector("[data-kept]");
    this.reason = root.querySelector("#figures-reason");
    this.reasonError = root.querySelector("#figures-reason-error");
    this.again = root.querySelector("[data-retry]");
    this.again.addEventListener("click", retry);
    this.said = "";
    this.note = "";
    this.ways = ""; // the addresses beside where one is
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

  // Where one is, what is known of the figure, and the pages to which it leads.
  showHere(where, known, links) {
    const words = known.filter(Boolean).join(" · ");
    // In one line, cut off where it is longer; whole for a pointer that rests on it.
    const line = make("span", words ? `${where} · ` : where, { title: `${where} · ${words}` });
    line.append(make("span", words, { id: "figures-known" }));
    const given = links.filter(Boolean);
    const ways = given.map(([, href]) => href).join(" ");
    // Whoever stands on a link stays there while the words beside it change.
    if (ways === this.ways) this.here.firstChild.replaceWith(line);
    else this.here.replaceChildren(line, ...given.map(([name, href]) => make("a", name, { href })));
    this.ways = ways;
  }

  showRange(words) {
    if (this.range.textContent !== words) this.range.textContent = words;
  }

  leaveTable() {
    (this.here.querySelector("a") ?? this.line).focus();
  }

  // Offer what an earlier page could not save.
  offer(kept, { restore, forget }) {
    if (!kept.length) return;
    const few = kept.slice(0, 5).map(inWords);
    const more = kept.length > few.length ? `; và ${kept.length - few.length} ô nữa` : "";
    this.#ask(
      [make("p", `Còn ${kept.length} ô chưa lưu từ ${when(kept)}: ${few.join("; ")}${more}.`)],
      [
        ["Nhập lại và lưu", restore],
        ["Bỏ", forget],
      ],
    );
  }

  // The same of cells that the table no longer has: to be copied.
  offerToCopy(kept, forget) {
    if (!kept.length) return;
    const label = make(
      "label",
      `${kept.length} ô chưa lưu từ ${when(kept)} thuộc chỉ tiêu hoặc đơn vị không còn trong bảng;` +
        " chép lại nếu còn cần:",
    );
    const text = make("textarea", "", { readOnly: true, className: "form-control mb-2" });
    text.value = kept.map(inWords).join("\n");
    text.rows = Math.min(kept.length, 10);
    label.append(text);
    this.#ask([label], [["Bỏ", forget]]);
  }

  #ask(content, choices) {
    const box = make("div", "", { className: "notice" });
    box.setAttribute("role", "status");
    box.append(...content);
    for (const [label, action] of choices) {
      const choice = make("button", label, { type: "button" });
      choice.className = "btn btn-sm btn-outline-secondary me-2";
      choice.addEventListener("click", () => {
        box.remove();
        action();
      });
      box.append(choice);
    }
    this.keptPlace.append(box);
  }
}
