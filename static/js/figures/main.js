// The results grid as a spreadsheet: the keys, the clipboard, undo; saving as one types.

import { Editor } from "./editor.js";
import { keysOf } from "./keys.js";
import { Panel } from "./panel.js";
import { layOut } from "./paste.js";
import { Queue } from "./queue.js";
import { Sheet } from "./sheet.js";
import { Status } from "./status.js";
import { parseBlock, writeBlock } from "./tsv.js";
import { Watcher } from "./watcher.js";

const FRESH = 6000; // milliseconds for which somebody else's change stands out

const root = document.querySelector("[data-figures]");
const table = root.querySelector("table");
const sheet = new Sheet(table);
const saved = new Map(); // by key: what the portal holds, who saved it, when, what marks it
const past = { done: [], undone: [] };

for (const [row] of sheet.lines.entries()) {
  for (const [column] of sheet.codes.entries()) {
    const text = sheet.cell(row, column).textContent;
    saved.set(sheet.key(row, column), { text, by: "", at: "", marks: "" });
  }
}

const queue = new Queue(root, {
  reason: () => root.querySelector("#figures-reason")?.value.trim() ?? "",
  name: (key) => sheet.name(key),
});
const status = new Status(root, { retry: () => queue.retry() });
const shownAt = (key) => queue.entries.get(key)?.typed ?? saved.get(key)?.text ?? "";
const shown = (row, column) => shownAt(sheet.key(row, column));

// --- Drawing --------------------------------------------------------------------------------

const draw = (key) => {
  const at = sheet.place(key);
  if (!at) return;
  const td = sheet.cell(at.row, at.column);
  const entry = queue.entries.get(key);
  if (!td.contains(editor.input)) td.textContent = shownAt(key);
  td.classList.toggle("unsaved", entry !== undefined && !entry.problem);
  td.classList.toggle("problem", Boolean(entry?.problem));
  td.classList.toggle("marked", Boolean(saved.get(key)?.marks));
  if (entry?.problem) td.setAttribute("aria-invalid", "true");
  else td.removeAttribute("aria-invalid");
};

const drawHere = () => {
  const { row, column } = sheet.active;
  const key = sheet.key(row, column);
  const td = sheet.cell(row, column);
  const { by, at, marks } = saved.get(key);
  const entry = queue.entries.get(key);
  const measure = sheet.measures[column];
  const title = measure ? `${sheet.titles[column]} (${measure})` : sheet.titles[column];
  const { last } = td.dataset;
  status.showHere(
    [
      `${sheet.unitName(row)}: ${title}`,
      last && `năm ${root.dataset.lastYear}: ${last}`,
      at && `lưu ${at}${by && `, ${by}`}`,
      marks,
      sheet.closed(row),
    ],
    `${root.dataset.place}${key}/`,
  );
  if (entry?.problem) {
    td.setAttribute("aria-describedby", "figures-message");
    panel.show(key, entry, td);
  } else panel.hide();
};

const drawTotals = (totals) => {
  const { cells } = table.tFoot.rows[0];
  for (const [code, [text, note, differs]] of Object.entries(totals)) {
    const column = sheet.columnOf.get(code);
    if (column === undefined) continue;
    const cell = cells[column + 1];
    cell.replaceChildren(text);
    for (const [words, name] of [
      [note, ""],
      [differs, "differs"],
    ]) {
      if (!words) continue;
      const small = document.createElement("small");
      small.className = name;
      small.textContent = words;
      cell.append(small);
    }
  }
};

const drawAll = () => {
  status.show(queue);
  const { held } = queue;
  panel.list(held, (key) => {
    const at = sheet.place(key);
    sheet.go(at.row, at.column);
  });
  root.querySelector("[data-undo]").disabled = !past.done.length;
  root.querySelector("[data-redo]").disabled = !past.undone.length;
};

// --- Writing --------------------------------------------------------------------------------

const put = (key, typed, why = "") => {
  const base = queue.entries.get(key)?.base ?? saved.get(key).text;
  queue.put(key, { typed, base, why });
  draw(key);
};

const write = (cells) => {
  const steps = [];
  let closed = 0;
  for (const { row, column, text } of cells) {
    const key = sheet.key(row, column);
    const before = shownAt(key);
    if (text === before) continue;
    if (sheet.closed(row)) {
      closed += 1;
      continue;
    }
    steps.push({ key, before, after: text });
    put(key, text);
  }
  if (steps.length) {
    past.done.push(steps);
    past.undone = [];
  }
  drawAll();
  drawHere();
  return closed;
};

const step = (from, to, side) => {
  const steps = from.pop();
  if (!steps) return;
  to.push(steps);
  for (const each of steps) put(each.key, each[side]);
  const first = sheet.place(steps[0].key);
  sheet.go(first.row, first.column);
  drawAll();
};

const undo = () => step(past.done, past.undone, "before");
const redo = () => step(past.undone, past.done, "after");

const writeBlockHere = (text) => {
  const { cells, said, until } = layOut(parseBlock(text), sheet);
  const from = { row: sheet.range.top, column: sheet.range.left };
  const closed = write(cells);
  const refused = closed ? `${closed} ô thuộc dòng không sửa được, chưa dán` : "";
  status.say([said, refused].filter(Boolean).join("; "));
  sheet.go(from.row, from.column);
  sheet.go(until.row, until.column, { extend: true });
  drawAll();
};

// --- Parts ----------------------------------------------------------------------------------

const editor = new Editor(sheet, {
  label: (row, column) => `${sheet.unitName(row)}, ${sheet.titles[column]}`,
  commit: (row, column, typed) => write([{ row, column, text: typed }]),
});

const backToCell = () => sheet.go(sheet.active.row, sheet.active.column);

const edit = (text) => {
  const { row, column } = sheet.active;
  if (sheet.closed(row)) {
    status.say(sheet.closed(row));
    drawAll();
    return;
  }
  panel.hide();
  editor.open(shown(row, column), text);
};

const panel = new Panel(root, sheet, {
  keepMine: (key) => {
    const entry = queue.entries.get(key);
    queue.put(key, { ...entry, base: entry.problem.text });
    backToCell();
    draw(key);
    drawAll();
  },
  takeTheirs: (key) => {
    const { text, by, at } = queue.entries.get(key).problem;
    // Of a cell that the table no longer has the portal says nothing more.
    if (text !== undefined) Object.assign(saved.get(key), { text, by, at });
    queue.drop(key);
    draw(key);
    backToCell();
    drawAll();
  },
  explain: (key, why) => {
    const { typed, base } = queue.entries.get(key);
    queue.put(key, { typed, base, why });
    draw(key);
    backToCell();
    drawAll();
  },
  edit: () => {
    backToCell();
    edit(shown(sheet.active.row, sheet.active.column));
  },
  leave: backToCell,
});

table.addEventListener("cellchange", drawHere);
queue.addEventListener("change", drawAll);
queue.addEventListener("totals", (event) => drawTotals(event.detail));
queue.addEventListener("result", ({ detail: { key, result, isGood } }) => {
  if (isGood) Object.assign(saved.get(key), { text: result.text, by: result.by, at: result.at });
  draw(key);
  const { row, column } = sheet.active;
  if (sheet.key(row, column) === key && !editor.isOpen) drawHere();
});

// --- Others' changes ------------------------------------------------------------------------

const apply = (state, isFirst) => {
  const names = new Map();
  for (const [unit, { closed, cells }] of Object.entries(state.rows)) {
    const row = sheet.rowOf.get(unit);
    if (row === undefined) continue;
    sheet.close(row, closed);
    for (const [index, cell] of cells.entries()) {
      const column = sheet.columnOf.get(state.columns[index]);
      if (column === undefined) continue;
      const [text, by, at, marks] = cell || ["", "", "", ""];
      const key = sheet.key(row, column);
      const stood = saved.get(key);
      const changed = stood.text !== text;
      saved.set(key, { text, by, at, marks });
      const entry = queue.entries.get(key);
      if (changed && !entry) {
        const td = sheet.cell(row, column);
        if (!isFirst && by !== root.dataset.name) {
          td.classList.add("fresh");
          setTimeout(() => td.classList.remove("fresh"), FRESH);
          const who = by || "Người khác";
          names.set(who, (names.get(who) ?? 0) + 1);
        }
      }
      if (changed || marks !== stood.marks) draw(key);
    }
  }
  drawTotals(state.totals);
  if (names.size) {
    status.say([...names].map(([who, count]) => `${who} vừa sửa ${count} ô`).join("; "));
  }
  drawAll();
  if (!editor.isOpen && panel.root.hidden) drawHere();
};

const watcher = new Watcher(root, {
  found: apply,
  reached: () => {
    if (queue.trouble?.expired) queue.retry();
  },
  expired: () => {
    if (queue.size && !queue.trouble) queue.retry();
  },
  saves: () => queue.saves,
  isSaving: () => queue.sending,
});

// --- What the reader does -------------------------------------------------------------------

keysOf({ root, table, sheet, editor, panel, status, shown, edit, write, undo, redo });
root.querySelector("[data-undo]").addEventListener("click", undo);
root.querySelector("[data-redo]").addEventListener("click", redo);
root.querySelector("#figures-reason")?.addEventListener("change", () => queue.retry());

const inTable = () => table.contains(document.activeElement) && !editor.isOpen;

const copy = (event) => {
  if (!inTable()) return false;
  const { top, bottom, left, right } = sheet.range;
  const rows = [];
  for (let row = top; row <= bottom; row += 1) {
    const cells = [];
    for (let column = left; column <= right; column += 1) cells.push(shown(row, column));
    rows.push(cells);
  }
  event.clipboardData.setData("text/plain", writeBlock(rows));
  event.preventDefault();
  return true;
};

document.addEventListener("copy", copy);
document.addEventListener("cut", (event) => {
  if (copy(event)) write([...sheet.places()].map((place) => ({ ...place, text: "" })));
});
document.addEventListener("paste", (event) => {
  if (!inTable()) return;
  event.preventDefault();
  const text = event.clipboardData.getData("text/plain");
  if (text) writeBlockHere(text);
});

addEventListener("beforeunload", (event) => {
  if (editor.isOpen) editor.finish();
  if (queue.size) event.preventDefault();
});

const forgotten = queue.kept().filter(([key]) => sheet.place(key) === null);
const kept = queue.kept().filter(
  ([key, { typed }]) => sheet.place(key) && saved.get(key).text !== typed,
);
status.offer(kept, {
  restore: () => {
    for (const [key, { typed, base, why }] of kept) {
      queue.put(key, { typed, base, why });
      draw(key);
    }
    drawAll();
  },
  forget: () => queue.forget(kept.map(([key]) => key)),
});
status.offerToCopy(forgotten, () => queue.forget(forgotten.map(([key]) => key)));
queue.forget(
  queue
    .kept()
    .filter(([key, { typed }]) => saved.get(key)?.text === typed)
    .map(([key]) => key),
);
drawAll();
watcher.ask();
