// What a cell asks of its writer: an error to mend, two values to choose from, a reason to give.
// It stands at the cell while that is active; a summary above the table leads to all of them.

const MOST_LINKS = 20;

export const make = (tag, text, properties = {}) =>
  Object.assign(document.createElement(tag), { textContent: text }, properties);

const button = (label, action, look = "btn-outline-secondary") => {
  const made = make("button", label, { type: "button", className: `btn btn-sm ${look}` });
  made.addEventListener("click", action);
  return made;
};

export class Panel {
  constructor(root, sheet, { keepMine, takeTheirs, explain, edit, leave }) {
    this.root = root.querySelector("[data-panel]");
    this.summary = root.querySelector("[data-summary]");
    this.sheet = sheet;
    this.listed = ""; // what the summary says
    this.does = { keepMine, takeTheirs, explain, edit };
    this.key = null;
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leave();
      event.stopPropagation();
    });
  }

  get isAnswerable() {
    return this.root.querySelector("button, input") !== null && !this.root.hidden;
  }

  focus() {
    this.root.querySelector("input, button").focus();
  }

  hide() {
    this.key = null;
    this.root.hidden = true;
    this.root.replaceChildren();
  }

  show(key, entry, td) {
    // Half an answer is not thrown away when the panel is drawn again.
    const again = this.key === key && this.problem === entry.problem;
    if (!again) {
      this.key = key;
      this.problem = entry.problem;
      this.root.replaceChildren(
        make("p", entry.problem.message, { id: "figures-message" }),
        ...this.#answers(key, entry),
      );
    }
    this.root.hidden = false;
    // Under the cell; over it where what is seen of the table ends before.
    const seen = this.root.parentElement;
    const left = Math.min(td.offsetLeft, seen.scrollLeft + seen.clientWidth - this.root.offsetWidth);
    const below = td.offsetTop + td.offsetHeight;
    const fits = below + this.root.offsetHeight <= seen.scrollTop + seen.clientHeight;
    const above = Math.max(td.offsetTop - this.root.offsetHeight, seen.scrollTop);
    this.root.style.setProperty("left", `${Math.max(left, seen.scrollLeft)}px`);
    this.root.style.setProperty("top", `${fits ? below : above}px`);
  }

  #answers(key, { problem, typed }) {
    if (problem.status === "clash") {
      const theirs = problem.own ? "Lấy giá trị ở cửa sổ kia" : "Lấy của người kia";
      return [
        button(`Giữ của tôi: ${typed || "–"}`, () => this.does.keepMine(key), "btn-primary"),
        button(`${theirs}: ${problem.other || "–"}`, () => this.does.takeTheirs(key)),
      ];
    }
    if (problem.status === "question") {
      const input = make("input", "", { maxLength: 300, autocomplete: "off" });
      input.className = "form-control form-control-sm";
      const label = make("label", "Đúng không, vì sao? ");
      label.append(input);
      const answer = () => {
        if (input.value.trim()) this.does.explain(key, input.value.trim());
        else input.focus();
      };
      input.addEventListener("keydown", (event) => event.key === "Enter" && answer());
      return [
        label,
        button("Đúng, lưu", answer, "btn-primary"),
        button("Sửa lại", () => this.does.edit(key)),
      ];
    }
    if (problem.status === "closed") {
      const drop = button("Bỏ phần vừa gõ", () => this.does.takeTheirs(key));
      if (!problem.page) return [drop];
      return [make("a", "Mở trang của số liệu", { href: problem.page }), drop];
    }
    return [];
  }

  // The summary: what waits for the writer, each a way to its cell.
  list(held, go) {
    // Drawn again only for other words: whoever stands on a link of it stays there.
    const listed = held.map(([key, { problem }]) => `${key} ${problem.message}`).join("\n");
    if (listed === this.listed) return;
    this.listed = listed;
    this.summary.hidden = held.length === 0;
    if (!held.length) {
      this.summary.replaceChildren();
      return;
    }
    const list = document.createElement("ul");
    for (const [key, entry] of held.slice(0, MOST_LINKS)) {
      const link = make("a", `${this.sheet.name(key)}: ${entry.problem.message}`, { href: "#" });
      link.addEventListener("click", (event) => {
        event.preventDefault();
        go(key);
      });
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    if (held.length > MOST_LINKS) {
      list.append(make("li", `và ${held.length - MOST_LINKS} ô nữa`));
    }
    this.summary.replaceChildren(
      make("p", `${held.length} ô chưa lưu, cần bạn xem`, { className: "error-summary-title" }),
      list,
    );
  }
}
