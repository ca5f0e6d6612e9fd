// The grid of awards: a block pasted from a spreadsheet fills rows, Enter goes down and adds rows,
// Escape gives a box back what it held; what was typed and not saved outlives a reload and the end
// of the session, in this browser, for this account.

// On a phone each row is a card of a screen's height: one of them waits, and one more is added.
const IS_NARROW = window.matchMedia("(max-width: 48rem)").matches;
const EMPTY_ROWS = IS_NARROW ? 1 : 5;
const WAIT = 300; // milliseconds from the last key to keeping
const MARKS = /[\u0300-\u036f]/g;

// As the server folds text for comparison.
export const fold = (text) =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(MARKS, "")
    .replace(/đ/g, "d")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

// Cells of a copied block: tabs between cells, quotes around a cell that holds lines.
export const readBlock = (text) => {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  const clean = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < clean.length; at += 1) {
    const sign = clean[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (clean[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === "\t" || sign === "\n") {
      rows.at(-1).push(cell);
      cell = "";
      if (sign === "\n") rows.push([]);
    } else cell += sign;
  }
  rows.at(-1).push(cell);
  return rows.map((row) => row.map((one) => one.replace(/\s+/g, " ").trim()));
};

const boxesOf = (row) => [...row.querySelectorAll(":is(input, textarea).form-control, select")];
const fieldOf = (box) => box.name.split("-").slice(2).join("-");
const isBox = (target) => target instanceof Element && target.matches("tr[data-row] :is(.form-control, select)");

class Grid {
  constructor(form) {
    this.form = form;
    this.body = form.querySelector("[data-grid=new] tbody");
    this.state = form.querySelector("[data-state]");
    this.mostRows = Number(form.dataset.maxRows);
    this.key = `awards ${form.dataset.account} ${location.pathname}`;
    this.headings = [...form.querySelectorAll("thead:first-of-type th")]
      .slice(0, this.columns().length)
      .map((heading) => fold(heading.textContent));
    this.template = this.body ? this.emptyRow() : null;
    this.before = new Map(); // what each box held when it was entered
    for (const box of this.allBoxes()) box.dataset.served = box.value;
    form.querySelectorAll("[data-with-script]").forEach((part) => (part.hidden = false));
    if (IS_NARROW) this.shorten();
    this.listen();
    this.restore();
    if (this.unsaved().length) this.keep();
    this.narrowAll();
    this.tell();
    document.getElementById("cho-sai")?.focus();
  }

  columns() {
    const row = this.form.querySelector("tr[data-row]");
    return row ? [...row.querySelectorAll("th, td")].map((cell) => cell.dataset.label) : [];
  }

  newRows() {
    return this.body ? [...this.body.querySelectorAll("tr[data-row]")] : [];
  }

  allBoxes() {
    return [...this.form.querySelectorAll("tr[data-row]")].flatMap(boxesOf);
  }

  // A row without what was typed, to be copied.
  emptyRow() {
    const rows = this.newRows();
    const copy = rows.at(-1).cloneNode(true);
    copy.classList.remove("row-wrong");
    copy.querySelectorAll(".cell-error").forEach((error) => error.remove());
    return copy;
  }

  shorten() {
    const asEmpty = this.body ? boxesOf(this.template).map((box) => box.value) : [];
    const isEmpty = (row) => boxesOf(row).every((box, place) => box.value === asEmpty[place]);
    const empty = this.newRows().filter((row) => !row.matches(".row-wrong") && isEmpty(row));
    for (const row of empty.slice(EMPTY_ROWS)) row.remove();
    const button = this.form.querySelector("[data-add-rows]");
    if (button) button.textContent = "Thêm dòng";
  }

  addRow() {
    if (this.newRows().length >= this.mostRows) return null;
    const number = Math.max(-1, ...this.newRows().map((row) => Number(row.dataset.row.slice(1)))) + 1;
    const row = this.template.cloneNode(true);
    const old = row.dataset.row;
    row.dataset.row = `n${number}`;
    for (const box of boxesOf(row)) {
      box.name = box.id = box.name.replace(`row-${old}-`, `row-n${number}-`);
      const label = box.getAttribute("aria-label").replace(/\d+$/, String(number + 1));
      box.setAttribute("aria-label", label);
      box.dataset.served = box.value;
    }
    this.body.append(row);
    return row;
  }

  // --- Typing ---------------------------------------------------------------------------------

  listen() {
    const { form } = this;
    form.addEventListener("focusin", ({ target }) => {
      if (isBox(target)) this.before.set(target, target.value);
    });
    form.addEventListener("keydown", (event) => this.onKey(event));
    form.addEventListener("paste", (event) => this.onPaste(event));
    form.addEventListener("change", ({ target }) => {
      if (!isBox(target)) return;
      this.complete(target);
      if (fieldOf(target) === "recipient_kind") this.narrow(target.closest("tr"));
      this.changed();
    });
    form.addEventListener("input", ({ target }) => {
      if (isBox(target)) this.changed();
    });
    form.addEventListener("submit", () => this.keep());
    window.addEventListener("pagehide", () => this.waiting && this.keep());
    // Rows that were not touched stay out of what is sent.
    form.addEventListener("formdata", ({ formData }) => {
      for (const row of form.querySelectorAll("tr[data-row]")) {
        if (this.isTouched(row)) continue;
        const start = `row-${row.dataset.row}-`;
        for (const name of [...formData.keys()]) if (name.startsWith(start)) formData.delete(name);
      }
    });
    form.querySelector("[data-add-rows]")?.addEventListener("click", () => {
      const first = this.addRow();
      for (let more = 1; more < EMPTY_ROWS; more += 1) this.addRow();
      if (first) boxesOf(first)[0].focus();
      else this.say(this.tooMany());
    });
    form.querySelector("[data-forget]")?.addEventListener("click", () => {
      localStorage.removeItem(this.key);
      for (const box of this.allBoxes()) this.put(box, box.dataset.served);
      this.tell();
    });
  }

  isTouched(row) {
    if (row.classList.contains("row-wrong")) return true;
    return boxesOf(row).some((box) => box.value !== box.dataset.served);
  }

  onKey(event) {
    const { target, key } = event;
    if (!isBox(target)) return;
    if (key === "Enter") {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) this.form.requestSubmit();
      else this.goDown(target, event.shiftKey ? -1 : 1);
    } else if (key === "Escape") {
      target.value = this.before.get(target) ?? target.dataset.served;
      this.changed();
    } else if (event.altKey && (key === "ArrowDown" || key === "ArrowUp")) {
      if (target.tagName === "SELECT" || target.list) return; // opens the list
      event.preventDefault();
      this.goDown(target, key === "ArrowUp" ? -1 : 1);
    }
  }

  goDown(box, step) {
    const row = box.closest("tr");
    const rows = [...row.parentElement.querySelectorAll("tr[data-row]")];
    let next = rows[rows.indexOf(row) + step];
    if (!next && step > 0 && row.parentElement === this.body) next = this.addRow();
    if (!next) return;
    this.complete(box);
    const same = boxesOf(next).find((one) => fieldOf(one) === fieldOf(box)) ?? boxesOf(next)[0];
    same?.focus();
    same?.select?.();
  }

  // --- Pasting --------------------------------------------------------------------------------

  onPaste(event) {
    const { target } = event;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!isBox(target) || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    let block = readBlock(text).filter((row) => row.some((cell) => cell !== ""));
    const fields = boxesOf(this.template ?? target.closest("tr")).map(fieldOf);
    const start = fields.indexOf(fieldOf(target));
    let places = block[0].map((_, index) => fields[start + index]);
    const named = this.fieldsNamed(block[0], fields);
    if (named) {
      places = named;
      block = block.slice(1);
    }
    let row = target.closest("tr");
    let filled = 0;
    for (const cells of block) {
      if (!row) break;
      this.fillRow(row, cells, places);
      filled += 1;
      row = filled < block.length ? this.rowAfter(row) : row;
    }
    this.narrowAll();
    this.changed();
    const left = block.length - filled;
    this.say(left ? `Đã dán ${filled} dòng, còn ${left} dòng không dán được. ${this.tooMany()}` : `Đã dán ${filled} dòng, chưa lưu.`);
  }

  // The fields that a row of headings names, or null when it is none.
  fieldsNamed(cells, fields) {
    const folded = cells.map(fold);
    const known = folded.map((cell) => this.headings.indexOf(cell));
    if (known.filter((index) => index >= 0).length < 2) return null;
    return known.map((index) => fields[index]);
  }

  rowAfter(row) {
    let next = row.nextElementSibling;
    while (next && !next.dataset.row) next = next.nextElementSibling;
    return next ?? (row.parentElement === this.body ? this.addRow() : null);
  }

  fillRow(row, cells, places) {
    const boxes = new Map(boxesOf(row).map((box) => [fieldOf(box), box]));
    cells.forEach((cell, index) => {
      const box = boxes.get(places[index]);
      if (!box) return;
      this.put(box, cell);
      this.complete(box);
    });
  }

  // A select keeps a text that is none of its choices: the server says what is wrong with it.
  put(box, text) {
    if (box.tagName === "SELECT") {
      const wanted = fold(text);
      const option =
        [...box.options].find((one) => one.value === text) ??
        [...box.options].find((one) => fold(one.value) === wanted || fold(one.text) === wanted) ??
        box.appendChild(new Option(text, text));
      box.value = option.value;
    } else box.value = text;
  }

  // Typed without diacritics, or a part of one line of the list: the whole line.
  complete(box) {
    if (!box.list || !box.value.trim()) return;
    const typed = fold(box.value);
    const values = [...box.list.options].map((option) => option.value);
    const same = values.filter((value) => fold(value) === typed);
    const words = typed.split(" ");
    const near = values.filter((value) => {
      const own = fold(value).split(" ");
      return words.every((word) => own.some((one) => one.startsWith(word)));
    });
    const found = same.length ? same : near;
    if (found.length === 1) [box.value] = found;
  }

  // --- What the law gives -----------------------------------------------------------------------

  narrowAll() {
    this.form.querySelectorAll("tr[data-row]").forEach((row) => this.narrow(row));
  }

  narrow(row) {
    const boxes = boxesOf(row);
    const form = boxes.find((box) => fieldOf(box) === "form");
    const kind = boxes.find((box) => fieldOf(box) === "recipient_kind");
    if (form && kind) form.setAttribute("list", this.listFor(fold(kind.value)));
  }

  listFor(kind) {
    const word = {
      "ca nhan": "individual",
      "tap the": "collective",
      "tinh thanh pho": "collective",
      "ho gia dinh": "household",
      "tap the va ca nhan": "mixed",
    }[kind];
    if (!word) return "forms";
    const id = `forms-${word}`;
    if (!document.getElementById(id)) {
      const list = document.getElementById("forms").cloneNode(true);
      list.id = id;
      for (const option of [...list.options]) {
        if (!option.dataset.kinds.split(" ").includes(word)) option.remove();
      }
      document.getElementById("forms").after(list);
    }
    return id;
  }

  // --- What is not saved ------------------------------------------------------------------------

  changed() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keep(), WAIT);
    this.tell();
  }

  unsaved() {
    return [...this.form.querySelectorAll("tr[data-row]")].filter((row) => this.isTouched(row));
  }

  keep() {
    clearTimeout(this.waiting);
    this.waiting = 0;
    const rows = this.unsaved().map((row) => ({
      key: row.dataset.row,
      token: row.querySelector("input[type=hidden]")?.value ?? "",
      values: Object.fromEntries(boxesOf(row).map((box) => [fieldOf(box), box.value])),
    }));
    const draft = this.form.elements.draft;
    if (!draft.value) draft.value = `${Date.now()}-${Math.random().toString(36).slice(2, 10)}`;
    try {
      if (rows.length) localStorage.setItem(this.key, JSON.stringify({ draft: draft.value, rows }));
      else localStorage.removeItem(this.key);
    } catch {
      this.say("Trình duyệt hết chỗ giữ phần chưa lưu. Hãy lưu ngay.");
    }
  }

  restore() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
    } catch {
      kept = null; // of an earlier version of this page
    }
    if (!kept?.rows) return;
    if (kept.draft === this.form.dataset.savedDraft) {
      localStorage.removeItem(this.key);
      return;
    }
    let back = 0;
    for (const { key, token, values } of kept.rows) {
      const row = this.rowFor(key);
      if (!row) continue;
      const boxes = boxesOf(row);
      for (const box of boxes) if (fieldOf(box) in values) this.put(box, values[fieldOf(box)]);
      // With the state that was typed over: the server tells whether somebody changed it since.
      const hidden = row.querySelector("input[type=hidden]");
      if (hidden && token) hidden.value = token;
      back += 1;
    }
    if (back) this.say(`Đã lấy lại ${back} dòng gõ trước đó mà chưa lưu.`);
  }

  rowFor(key) {
    const found = this.form.querySelector(`tr[data-row="${CSS.escape(key)}"]`);
    if (found || !key.startsWith("n") || !this.body) return found;
    const row = this.newRows().find((one) => !this.isTouched(one));
    return row ?? this.addRow();
  }

  tell() {
    const rows = this.unsaved();
    for (const box of this.allBoxes()) box.classList.toggle("changed", box.value !== box.dataset.served);
    this.say(rows.length ? `Chưa lưu: ${rows.length} dòng.` : "");
  }

  tooMany() {
    return `Mỗi lần nhiều nhất ${this.mostRows} dòng mới; nhiều hơn thì dùng tệp Excel.`;
  }

  say(words) {
    if (this.state && this.state.textContent !== words) this.state.textContent = words;
  }
}

document.querySelectorAll("form[data-awards]").forEach((form) => {
  if (form.querySelector("tr[data-row]")) new Grid(form);
});
