// The keys and the pointer: one set of listeners for the whole table.

const ARROWS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};
const PAGE = 10;

// A key that an input method has taken, or that only begins a letter: what comes of it follows.
const begins = ({ key, keyCode, isComposing }) =>
  isComposing ||
  keyCode === 229 ||
  ["Process", "Unidentified", "Dead"].includes(key) ||
  [...key].length === 1;

export const keysOf = ({
  root,
  table,
  sheet,
  editor,
  panel,
  status,
  shown,
  edit,
  write,
  undo,
  redo,
}) => {
  let tabbedFrom = null; // the column to which Enter returns after a row was typed by Tab

  const by = (down, right, options) =>
    sheet.go(sheet.active.row + down, sheet.active.column + right, options);

  // To the cell beside, or the first of the next row; false at the table's end.
  const beside = (back) => {
    const { row, column } = sheet.active;
    const next = row * sheet.width + column + (back ? -1 : 1);
    if (next < 0 || next >= sheet.width * sheet.height) return false;
    tabbedFrom ??= column;
    const from = tabbedFrom;
    sheet.go(Math.floor(next / sheet.width), next % sheet.width);
    tabbedFrom = from;
    return true;
  };

  const below = (up) => {
    const { row, column } = sheet.active;
    sheet.go(row + (up ? -1 : 1), up ? column : (tabbedFrom ?? column));
    tabbedFrom = null;
  };

  const whileTyping = (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const arrow = editor.replaces && !event.shiftKey && ARROWS[event.key];
    if (event.key === "Escape") {
      editor.finish({ cancel: true });
      by(0, 0);
    } else if (event.key === "Enter") {
      editor.finish();
      below(event.shiftKey);
    } else if (event.key === "Tab") {
      editor.finish();
      if (!beside(event.shiftKey)) return;
    } else if (arrow) {
      editor.finish();
      tabbedFrom = null;
      by(...arrow);
    } else return;
    event.preventDefault();
  };

  const withControl = (event) => {
    const options = { extend: event.shiftKey };
    const key = event.key.toLowerCase();
    if (ARROWS[event.key]) {
      const to = sheet.edge(...ARROWS[event.key], (r, c) => shown(r, c) !== "");
      sheet.go(to.row, to.column, options);
    } else if (key === "home") sheet.go(0, 0, options);
    else if (key === "end") sheet.go(sheet.height - 1, sheet.width - 1, options);
    else if (key === "a") {
      sheet.go(0, 0);
      sheet.go(sheet.height - 1, sheet.width - 1, { extend: true });
    } else if (key === "y" || (key === "z" && event.shiftKey)) redo();
    else if (key === "z") undo();
    else return;
    event.preventDefault();
  };

  const inTable = (event) => {
    const options = { extend: event.shiftKey };
    const { row, column } = sheet.active;
    if (event.ctrlKey || event.metaKey) {
      withControl(event);
      return;
    }
    if (event.altKey) return;
    if (begins(event)) {
      // The key itself goes into the field, so that every way of typing Vietnamese works.
      edit();
      return;
    }
    if (event.key === "Tab") {
      if (beside(event.shiftKey)) event.preventDefault();
      return;
    }
    if (ARROWS[event.key]) {
      tabbedFrom = null;
      by(...ARROWS[event.key], options);
    } else if (event.key === "Home") sheet.go(row, 0, options);
    else if (event.key === "End") sheet.go(row, sheet.width - 1, options);
    else if (event.key === "PageUp") by(-PAGE, 0, options);
    else if (event.key === "PageDown") by(PAGE, 0, options);
    else if (event.key === "F2") edit(shown(row, column));
    else if (event.key === "Enter") {
      if (panel.isAnswerable && !event.shiftKey) panel.focus();
      else below(event.shiftKey);
    } else if (event.key === "Escape") status.leaveTable();
    else if (event.key === "Delete" || event.key === "Backspace") {
      write([...sheet.places()].map((place) => ({ ...place, text: "" })));
    } else return;
    event.preventDefault();
  };

  table.addEventListener("keydown", (event) => {
    if (event.target === editor.input) whileTyping(event);
    else if (event.target.closest("tbody td")) inTable(event);
  });

  let drags = false;
  const cellAt = (event) => event.target.closest?.("tbody td");

  table.addEventListener("mousedown", (event) => {
    const td = cellAt(event);
    if (!td || event.button !== 0 || td.contains(editor.input)) return;
    event.preventDefault();
    editor.finish();
    tabbedFrom = null;
    const { row, column } = sheet.placeOf(td);
    drags = true;
    sheet.go(row, column, { extend: event.shiftKey });
  });
  table.addEventListener("mouseover", (event) => {
    const td = drags && cellAt(event);
    if (!td) return;
    const { row, column } = sheet.placeOf(td);
    sheet.go(row, column, { extend: true });
  });
  root.ownerDocument.addEventListener("mouseup", () => {
    drags = false;
  });
  table.addEventListener("dblclick", (event) => {
    const td = cellAt(event);
    if (td && !editor.isOpen) edit(shown(sheet.active.row, sheet.active.column));
  });

  // By finger: the first touch goes to a cell, the second opens it.
  let touched = "";
  table.addEventListener("click", (event) => {
    const td = cellAt(event);
    if (!td || event.pointerType !== "touch" || editor.isOpen) return;
    const { row, column } = sheet.placeOf(td);
    const key = sheet.key(row, column);
    if (touched === key) edit(shown(row, column));
    touched = key;
  });
};
