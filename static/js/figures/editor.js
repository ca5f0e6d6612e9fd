// The one field of the table. It stands in the active cell and holds what that holds, selected:
// whatever is typed, by keys, an input method, a phone's keyboard or dictation, takes its place.

export class Editor {
  constructor(sheet, { shown, began, commit }) {
    this.sheet = sheet;
    this.shown = shown;
    this.began = began;
    this.commit = commit;
    this.td = null;
    this.isOpen = false; // something is being typed
    this.text = document.createElement("span");
    this.text.setAttribute("aria-hidden", "true"); // the field says it
    this.input = document.createElement("input");
    this.input.className = "figures-input";
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    this.input.enterKeyHint = "next";
    this.input.addEventListener("input", () => {
      this.#begin({ replaces: true });
      this.isTouched = true;
    });
    this.input.addEventListener("compositionstart", () => this.#begin({ replaces: true }));
    this.input.addEventListener("focus", () => this.isOpen || this.input.select());
    this.input.addEventListener("blur", () => this.finish());
  }

  // Go into the active cell.
  stand({ focus = true } = {}) {
    const { row, column } = this.sheet.active;
    const td = this.sheet.cell(row, column);
    if (td !== this.td) {
      this.td?.classList.remove("active");
      this.td?.replaceChildren(this.text.textContent);
      this.td = td;
      td.classList.add("active");
      td.replaceChildren(this.text, this.input);
    }
    this.rest();
    if (focus) this.input.focus({ preventScroll: true });
  }

  // Show what the cell holds; what is being typed stays.
  rest() {
    const { row, column } = this.sheet.active;
    const text = this.shown(row, column);
    this.text.textContent = text;
    if (this.isOpen) return;
    this.input.value = text;
    this.input.readOnly = this.sheet.closed(row) !== "";
    this.input.setAttribute("aria-label", `${this.sheet.unitName(row)}, ${this.sheet.titles[column]}`);
    if (document.activeElement === this.input) this.input.select();
  }

  // Change what the cell holds: arrow keys move in the text.
  open() {
    this.#begin({ replaces: false });
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
  }

  #begin({ replaces }) {
    if (this.isOpen) return;
    this.isOpen = true;
    this.isTouched = false;
    this.replaces = replaces;
    this.td.classList.add("editing");
    this.began();
  }

  // Leave the text; what was typed counts unless `cancel`. Returns it.
  finish({ cancel = false } = {}) {
    if (!this.isOpen) return undefined;
    const { row, column } = this.sheet.active;
    const typed = this.input.value.trim();
    this.isOpen = false;
    this.td.classList.remove("editing");
    this.rest();
    if (!cancel && this.isTouched) this.commit(row, column, typed);
    return typed;
  }
}
