// The one field in which a cell is typed; it stands in the cell for as long as that takes.

export class Editor {
  constructor(sheet, { commit, label }) {
    this.sheet = sheet;
    this.commit = commit;
    this.label = label;
    this.at = null;
    this.input = document.createElement("input");
    this.input.className = "figures-input";
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    this.input.addEventListener("input", () => {
      this.isTouched = true;
    });
    this.input.addEventListener("blur", () => this.finish());
  }

  get isOpen() {
    return this.at !== null;
  }

  // `text` undefined: what is typed next replaces the cell, and arrow keys lead to other cells.
  open(shown, text) {
    const { row, column } = this.sheet.active;
    const td = this.sheet.cell(row, column);
    this.at = { row, column };
    this.shown = shown;
    this.replaces = text === undefined;
    this.isTouched = false;
    this.input.value = text ?? "";
    this.input.setAttribute("aria-label", this.label(row, column));
    td.classList.add("editing");
    td.replaceChildren(this.input);
    this.input.focus({ preventScroll: true });
  }

  // Leave the field; what was typed counts unless `cancel`. A key of which nothing came empties
  // no cell.
  finish({ cancel = false } = {}) {
    if (!this.isOpen) return;
    const { row, column } = this.at;
    const typed = this.input.value.trim();
    this.at = null;
    const td = this.sheet.cell(row, column);
    td.classList.remove("editing");
    td.replaceChildren(this.shown);
    if (!cancel && this.isTouched) this.commit(row, column, typed);
  }
}
