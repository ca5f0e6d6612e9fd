// The table: which cell is where, which one is active, which are selected. Cells stay light: no
// listener and no field of their own.

const clamp = (number, most) => Math.max(0, Math.min(number, most));

export class Sheet {
  constructor(table) {
    this.table = table;
    table.setAttribute("role", "grid");
    table.setAttribute("aria-multiselectable", "true");
    table.parentElement.removeAttribute("tabindex"); // its field takes the focus now
    this.lines = [...table.tBodies[0].rows];
    this.heads = [...table.tHead.rows[0].cells].slice(1);
    this.rowOf = new Map(this.lines.map((line, row) => [line.dataset.unit, row]));
    this.indexOf = new Map(this.heads.map((head) => [head.dataset.code, head.cellIndex]));
    this.marked = [];
    for (const link of table.querySelectorAll("tbody th a")) link.tabIndex = -1;
    for (const [row] of this.lines.entries()) this.showClosed(row);
    this.#see();
    this.active = { row: 0, column: 0 };
    this.anchor = this.active;
    this.head = this.active;
  }

  // Rows and columns are counted among those that are shown.
  #see() {
    const seen = this.heads.filter((head) => !head.hidden);
    this.codes = seen.map((head) => head.dataset.code);
    this.titles = seen.map((head) => head.querySelector("span").textContent);
    this.measures = seen.map((head) => head.querySelector("small")?.textContent ?? "");
    this.columnOf = new Map(this.codes.map((code, column) => [code, column]));
  }

  // Show these columns alone. The active cell stays where its column does.
  show(codes) {
    const { row, column } = this.active;
    const code = this.codes[column];
    for (const head of this.heads) {
      const hidden = !codes.has(head.dataset.code);
      if (head.hidden === hidden) continue;
      for (const line of this.table.rows) line.cells[head.cellIndex].hidden = hidden;
    }
    this.#see();
    this.go(row, this.columnOf.get(code) ?? 0, { focus: false });
  }

  get height() {
    return this.lines.length;
  }

  get width() {
    return this.codes.length;
  }

  cell(row, column) {
    return this.lines[row]?.cells[this.indexOf.get(this.codes[column])];
  }

  placeOf(td) {
    const { code } = this.heads[td.cellIndex - 1].dataset;
    return { row: td.parentNode.sectionRowIndex, column: this.columnOf.get(code) };
  }

  // By its key, shown or not; undefined when the table has no such cell.
  find(key) {
    const [unit, code] = key.split("/");
    return this.lines[this.rowOf.get(unit)]?.cells[this.indexOf.get(code)];
  }

  unit(row) {
    return this.lines[row].dataset.unit;
  }

  unitName(row) {
    return this.lines[row].cells[0].textContent.trim();
  }

  key(row, column) {
    return `${this.unit(row)}/${this.codes[column]}`;
  }

  place(key) {
    const [unit, code] = key.split("/");
    const row = this.rowOf.get(unit);
    const column = this.columnOf.get(code);
    return row === undefined || column === undefined ? null : { row, column };
  }

  name(key) {
    const [unit, code] = key.split("/");
    const title = this.heads[this.indexOf.get(code) - 1]?.querySelector("span").textContent;
    return this.find(key) ? `${this.unitName(this.rowOf.get(unit))} – ${title}` : key;
  }

  closed(row) {
    return this.lines[row].dataset.closed ?? "";
  }

  close(row, why) {
    if (this.closed(row) === why) return;
    if (why) this.lines[row].dataset.closed = why;
    else delete this.lines[row].dataset.closed;
    this.lines[row].classList.toggle("closed", why !== "");
    this.showClosed(row);
  }

  showClosed(row) {
    const closed = this.closed(row) !== "";
    for (const cell of [...this.lines[row].cells].slice(1)) {
      if (closed) cell.setAttribute("aria-readonly", "true");
      else cell.removeAttribute("aria-readonly");
    }
  }

  // Make a cell the active one; with `extend` the selection reaches to it and the active one stays.
  go(row, column, { extend = false, focus = true, scroll = focus } = {}) {
    this.head = { row: clamp(row, this.height - 1), column: clamp(column, this.width - 1) };
    if (!extend) {
      this.active = this.head;
      this.anchor = this.head;
    }
    this.#went(this.head, focus, scroll);
  }

  // Make a cell of the selection the active one.
  walk(row, column) {
    this.active = { row, column };
    this.#went(this.active, true);
  }

  select(row, column, toRow, toColumn = column) {
    this.go(row, column);
    this.head = { row: toRow, column: toColumn };
    this.#went(this.active, true);
  }

  #went({ row, column }, focus, scroll = focus) {
    this.#mark();
    if (scroll) this.cell(row, column).scrollIntoView({ block: "nearest", inline: "nearest" });
    this.table.dispatchEvent(new CustomEvent("cellchange", { detail: { focus } }));
  }

  get range() {
    const { head, anchor } = this;
    return {
      top: Math.min(head.row, anchor.row),
      bottom: Math.max(head.row, anchor.row),
      left: Math.min(head.column, anchor.column),
      right: Math.max(head.column, anchor.column),
    };
  }

  get isRange() {
    const { top, bottom, left, right } = this.range;
    return top !== bottom || left !== right;
  }

  *places() {
    const { top, bottom, left, right } = this.range;
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) yield { row, column };
    }
  }

  #mark() {
    for (const cell of this.marked) {
      cell.classList.remove("selected");
      cell.removeAttribute("aria-selected");
    }
    this.marked = [];
    if (!this.isRange) return;
    for (const { row, column } of this.places()) {
      const cell = this.cell(row, column);
      cell.classList.add("selected");
      cell.setAttribute("aria-selected", "true");
      this.marked.push(cell);
    }
  }

  // Where Ctrl and an arrow lead: to the end of the filled cells, or to the next filled one.
  edge({ row, column }, down, right, isFilled) {
    const inside = (r, c) => r >= 0 && c >= 0 && r < this.height && c < this.width;
    const filled = (r, c) => inside(r, c) && isFilled(r, c);
    const along = filled(row, column) && filled(row + down, column + right);
    while (inside(row + down, column + right)) {
      if (along && !filled(row + down, column + right)) break;
      row += down;
      column += right;
      if (!along && filled(row, column)) break;
    }
    return { row, column };
  }
}
