// The table: which cell is where, which one is active, which are selected. Cells stay light: no
// listener and no field of their own, the active one alone can be reached by Tab.

const clamp = (number, most) => Math.max(0, Math.min(number, most));

export class Sheet {
  constructor(table) {
    this.table = table;
    table.setAttribute("role", "grid");
    table.setAttribute("aria-multiselectable", "true");
    table.parentElement.removeAttribute("tabindex"); // its cells take the focus now
    this.lines = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells].slice(1);
    this.codes = heads.map((head) => head.dataset.code);
    this.titles = heads.map((head) => head.querySelector("span").textContent);
    this.measures = heads.map((head) => head.querySelector("small")?.textContent ?? "");
    this.rowOf = new Map(this.lines.map((line, row) => [line.dataset.unit, row]));
    this.columnOf = new Map(this.codes.map((code, column) => [code, column]));
    this.active = { row: 0, column: 0 };
    this.anchor = this.active;
    this.marked = [];
    for (const link of table.querySelectorAll("tbody th a")) link.tabIndex = -1;
    for (const [row] of this.lines.entries()) this.showClosed(row);
    this.cell(0, 0)?.setAttribute("tabindex", "0");
  }

  get height() {
    return this.lines.length;
  }

  get width() {
    return this.codes.length;
  }

  cell(row, column) {
    return this.lines[row]?.cells[column + 1];
  }

  placeOf(td) {
    return { row: td.parentNode.sectionRowIndex, column: td.cellIndex - 1 };
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
    const at = this.place(key);
    return at ? `${this.unitName(at.row)} – ${this.titles[at.column]}` : key;
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

  // Make a cell the active one; with `extend` the selection reaches to it from the anchor.
  go(row, column, { extend = false, focus = true } = {}) {
    const to = { row: clamp(row, this.height - 1), column: clamp(column, this.width - 1) };
    this.cell(this.active.row, this.active.column)?.setAttribute("tabindex", "-1");
    this.active = to;
    if (!extend) this.anchor = to;
    const td = this.cell(to.row, to.column);
    td.setAttribute("tabindex", "0");
    this.#mark();
    if (focus) td.focus({ preventScroll: true });
    td.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.table.dispatchEvent(new CustomEvent("cellchange"));
  }

  get range() {
    const { active, anchor } = this;
    return {
      top: Math.min(active.row, anchor.row),
      bottom: Math.max(active.row, anchor.row),
      left: Math.min(active.column, anchor.column),
      right: Math.max(active.column, anchor.column),
    };
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
    const { top, bottom, left, right } = this.range;
    if (top === bottom && left === right) return;
    for (const { row, column } of this.places()) {
      const cell = this.cell(row, column);
      cell.classList.add("selected");
      cell.setAttribute("aria-selected", "true");
      this.marked.push(cell);
    }
  }

  // Where Ctrl and an arrow lead: to the end of the filled cells, or to the next filled one.
  edge(down, right, isFilled) {
    let { row, column } = this.active;
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
