// The keys and the pointer: one set of listeners for the whole table.

const ARROWS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};
const PAGE = 10;
const IN_COMPOSITION = 229; // the keyCode of a key that an input method has taken
const MAIN_BUTTON = 1; // among those of `buttons`
const MOVED = 4; // px: a hand that trembles drags nothing

export const keysOf = ({
  root,
  table,
  sheet,
  editor,
  panel,
  status,
  tell,
  shown,
  edit,
  write,
  past,
}) => {
  let tabbedFrom = null; // the column to which Enter returns after a row was typed by Tab

  const by = (down, right, options = {}) => {
    const from = options.extend ? sheet.head : sheet.active;
    sheet.go(from.row + down, from.column + right, options);
  };

  // Within a selection Enter and Tab go round in it, columns or rows first.
  const round = (back, byRow) => {
    const { top, bottom, left, right } = sheet.range;
    const [high, wide] = [bottom - top + 1, right - left + 1];
    const { row, column } = sheet.active;
    const count = high * wide;
    const here = byRow ? (row - top) * wide + column - left : (column - left) * high + row - top;
    const next = (here + (back ? count - 1 : 1)) % count;
    if (byRow) sheet.walk(top + Math.floor(next / wide), left + (next % wide));
    else sheet.walk(top + (next % high), left + Math.floor(next / high));
  };

  // To the cell beside, or the first of the next row; false at the table's end.
  const beside = (back) => {
    if (sheet.isRange) {
      round(back, true);
      return true;
    }
    const { row, column } = sheet.active;
    const next = row * sheet.width + column + (back ? -1 : 1);
    if (next < 0 || next >= sheet.width * sheet.height) return false;
    tabbedFrom ??= column;
    sheet.go(Math.floor(next / sheet.width), next % sheet.width);
    return true;
  };

  const below = (up) => {
    if (sheet.isRange) {
      round(up, false);
      return;
    }
    const { row, column } = sheet.active;
    sheet.go(row + (up ? -1 : 1), up ? column : (tabbedFrom ?? column));
    tabbedFrom = null;
  };

  const fill = (text) => write([...sheet.places()].map((place) => ({ ...place, text })));

  // Ctrl+D, Ctrl+R: what the first row or column of the selection holds, or the cell before it.
  const fillFrom = (down) => {
    const { top, left } = sheet.range;
    const before = sheet.isRange ? 0 : 1;
    const source = ({ row, column }) =>
      down ? [Math.max(top - before, 0), column] : [row, Math.max(left - before, 0)];
    write([...sheet.places()].map((place) => ({ ...place, text: shown(...source(place)) })));
  };

  const whileTyping = (event) => {
    const arrow = editor.replaces && !event.shiftKey && ARROWS[event.key];
    if (event.key === "Escape") {
      editor.finish({ cancel: true });
      sheet.walk(sheet.active.row, sheet.active.column);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      fill(editor.finish({ cancel: true }));
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
      const from = options.extend ? sheet.head : sheet.active;
      const to = sheet.edge(from, ...ARROWS[event.key], (r, c) => shown(r, c) !== "");
      sheet.go(to.row, to.column, options);
    } else if (key === "home") sheet.go(0, 0, options);
    else if (key === "end") sheet.go(sheet.height - 1, sheet.width - 1, options);
    else if (key === "a") sheet.select(0, 0, sheet.height - 1, sheet.width - 1);
    else if (key === " ") sheet.select(0, sheet.active.column, sheet.height - 1);
    else if (key === "d" || key === "r") fillFrom(key === "d");
    else if (key === "y" || (key === "z" && event.shiftKey)) past.redo();
    else if (key === "z") past.undo();
    else return;
    event.preventDefault();
  };

  const inTable = (event) => {
    const options = { extend: event.shiftKey };
    const { row } = sheet.active;
    if (event.ctrlKey || event.metaKey) {
      withControl(event);
      return;
    }
    if (event.altKey) return;
    if (event.key === " " && event.shiftKey) sheet.select(row, 0, row, sheet.width - 1);
    else if ([...event.key].length === 1) {
      if (sheet.closed(row)) tell(sheet.closed(row));
      return; // the field takes it
    } else if (event.key === "Tab") {
      if (!beside(event.shiftKey)) return;
    } else if (ARROWS[event.key]) {
      tabbedFrom = null;
      by(...ARROWS[event.key], options);
    } else if (event.key === "Home") by(0, -sheet.width, options);
    else if (event.key === "End") by(0, sheet.width, options);
    else if (event.key === "PageUp") by(-PAGE, 0, options);
    else if (event.key === "PageDown") by(PAGE, 0, options);
    else if (event.key === "F2") edit();
    else if (event.key === "Enter") {
      if (panel.isAnswerable && !event.shiftKey) panel.focus();
      else below(event.shiftKey);
    } else if (event.key === "Escape") status.leaveTable();
    else if (event.key === "Delete" || event.key === "Backspace") fill("");
    else return;
    event.preventDefault();
  };

  table.addEventListener("keydown", (event) => {
    if (event.target !== editor.input || event.keyCode === IN_COMPOSITION) return;
    if (editor.isOpen) whileTyping(event);
    else inTable(event);
  });
  // Undo by a phone's gesture or the browser's menu.
  editor.input.addEventListener("beforeinput", (event) => {
    if (editor.isOpen || !event.inputType.startsWith("history")) return;
    event.preventDefault();
    if (event.inputType === "historyUndo") past.undo();
    else past.redo();
  });

  let pressed = null; // where the pointer went down on a cell
  let wasActive = false; // the cell, before the pointer came
  const cellAt = (event) => event.target.closest?.("tbody td");

  table.addEventListener("mousedown", (event) => {
    const td = cellAt(event);
    wasActive = td === editor.td && td.contains(root.ownerDocument.activeElement);
    pressed = null;
    if (!td || event.button !== 0 || (editor.isOpen && td === editor.td)) return;
    event.preventDefault();
    editor.finish();
    tabbedFrom = null;
    pressed = { x: event.clientX, y: event.clientY, drags: false };
    const { row, column } = sheet.placeOf(td);
    // Nothing scrolls under a pointer: it would be over another cell then.
    sheet.go(row, column, { extend: event.shiftKey, scroll: false });
  });
  // A drag is a pointer that has itself moved, its button held; not a table that has.
  table.addEventListener("mousemove", (event) => {
    if (!(event.buttons & MAIN_BUTTON)) pressed = null;
    const td = pressed && cellAt(event);
    if (!td) return;
    pressed.drags ||= Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) >= MOVED;
    if (!pressed.drags) return;
    const { row, column } = sheet.placeOf(td);
    if (row === sheet.head.row && column === sheet.head.column) return;
    sheet.go(row, column, { extend: true });
  });
  table.addEventListener("dblclick", (event) => {
    if (cellAt(event) && !editor.isOpen) edit();
  });

  table.addEventListener("click", (event) => {
    const head = event.target.closest("thead th[data-code]");
    if (head) sheet.select(0, sheet.columnOf.get(head.dataset.code), sheet.height - 1);
    // By finger: the first touch goes to a cell, the second into its text.
    if (cellAt(event) && event.pointerType === "touch" && wasActive && !editor.isOpen) edit();
  });
};
