// The results grid as a spreadsheet: the keys, the clipboard, undo; saving as one types.

import { Editor } from "./editor.js";
import { filterOf } from "./filter.js";
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
const steps = { done: [], undone: [] };
// What a figure lacks (where it comes from, why it is so), and what else is to be seen of it.
const SIGNS = ["unsourced", "asked", "corrected", "without"];
const signsOf = (td) => SIGNS.filter((name) => td.classList.contains(name)).join(" ");

for (const line of sheet.lines) {
  for (const [code, index] of sheet.indexOf) {
    const td = line.cells[index];
    const marks = td.classList.contains("marked") ? "…" : ""; // which, the portal says soon
    const known = { text: td.textContent, by: "", at: "", marks, signs: signsOf(td) };
    saved.set(`${line.dataset.unit}/${code}`, known);
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
  const td = sheet.find(key);
  if (!td) return;
  const entry = queue.entries.get(key);
  const { marks = "", signs = "" } = saved.get(key) ?? {};
  if (td !== editor.td) td.textContent = shownAt(key);
  td.classList.toggle("unsaved", entry !== undefined && !entry.problem);
  td.classList.toggle("problem", Boolean(entry?.problem));
  td.classList.toggle("marked", Boolean(marks) && !signs.includes("without"));
  for (const name of SIGNS) td.classList.toggle(name, signs.includes(name));
  if (entry?.problem) td.setAttribute("aria-invalid", "true");
  else td.removeAttribute("aria-invalid");
  if (td === editor.td) editor.rest();
};

const drawHere = () => {
  const { row, column } = sheet.active;
  const key = sheet.key(row, column);
  const { by, at, marks } = saved.get(key);
  const entry = queue.entries.get(key);
  const { top, bottom, left, right } = sheet.range;
  const measure = sheet.measures[column];
  const title = measure ? `${sheet.titles[column]} (${measure})` : sheet.titles[column];
  const { last } = editor.td.dataset;
  const { correct } = root.dataset;
  status.showHere(
    `${sheet.unitName(row)}: ${title}`,
    [
      last && `năm ${root.dataset.lastYear}: ${last}`,
      at && `lưu ${at}${by && `, ${by}`}`,
      marks,
      sheet.closed(row),
    ],
    [
      ["Nguồn, minh chứng", `${root.dataset.place}${key}/`],
      correct && ["Lập đính chính", `${correct}${sheet.codes[column]}/${sheet.unit(row)}/`],
    ],
  );
  status.showRange(sheet.isRange ? `Chọn ${bottom - top + 1} dòng × ${right - left + 1} cột` : "");
  editor.input.toggleAttribute("aria-invalid", Boolean(entry?.problem));
  const said = entry?.problem ? "figures-message figures-known" : "figures-known";
  editor.input.setAttribute("aria-describedby", said);
  if (entry?.problem) panel.show(key, entry, editor.td);
  else panel.hide();
};

const drawTotals = (totals) => {
  const { cells } = table.tFoot.rows[0];
  for (const [code, [text, note, differs]] of Object.entries(totals)) {
    const cell = cells[sheet.indexOf.get(code)];
    if (!cell) continue;
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
  panel.list(held, goTo);
  root.querySelector("[data-undo]").disabled = !steps.done.length;
  root.querySelector("[data-redo]").disabled = !steps.undone.length;
};

const tell = (words) => {
  status.say(words);
  drawAll();
};

// To a cell, also one that the filter has hidden.
const goTo = (key) => {
  if (!sheet.place(key)) filter.clear();
  const { row, column } = sheet.place(key);
  sheet.go(row, column);
};

// --- Writing --------------------------------------------------------------------------------

const put = (key, typed, why = "") => {
  const base = queue.entries.get(key)?.base ?? saved.get(key).text;
  queue.put(key, { typed, base, why });
  draw(key);
};

// Returns how many cells are in rows that are closed; `force`: the portal shall say so itself.
const write = (cells, { force = false } = {}) => {
  const made = [];
  let closed = 0;
  for (const { row, column, text } of cells) {
    const key = sheet.key(row, column);
    const before = shownAt(key);
    if (text === before) continue;
    if (sheet.closed(row) && !force) {
      closed += 1;
      continue;
    }
    made.push({ key, before, after: text });
    put(key, text);
  }
  if (made.length) {
    status.say("");
    steps.done.push(made);
    steps.undone = [];
  }
  drawAll();
  drawHere();
  return closed;
};

const step = (from, to, side) => {
  const taken = from.pop();
  if (!taken) return;
  to.push(taken);
  status.say("");
  for (const each of taken) put(each.key, each[side]);
  goTo(taken[0].key);
  drawAll();
};

const past = {
  undo: () => step(steps.done, steps.undone, "before"),
  redo: () => step(steps.undone, steps.done, "after"),
};

const writeBlockHere = (text) => {
  const { refused, cells, said, from, until } = layOut(parseBlock(text), sheet);
  if (refused) {
    tell(refused);
    return;
  }
  const isEmptied = ({ row, column, text: typed }) =>
    ["", "-", "–"].includes(typed) && shown(row, column) !== "" && !sheet.closed(row);
  const emptied = cells.filter(isEmptied).length;
  const closed = write(cells);
  sheet.select(from.row, from.column, until.row, until.column);
  const parts = [
    said,
    emptied && `${emptied} ô đang có số thành ô trống (Ctrl+Z để lấy lại)`,
    closed && `${closed} ô thuộc dòng không sửa được, chưa dán`,
  ];
  tell(parts.filter(Boolean).join("; "));
};

// --- Parts ----------------------------------------------------------------------------------

const editor = new Editor(sheet, {
  shown,
  began: () => {
    panel.hide();
    editor.td.scrollIntoView({ block: "nearest", inline: "nearest" });
  },
  // A row that has closed since the typing began: the portal says so, and what was typed stays.
  commit: (row, column, text) => write([{ row, column, text }], { force: true }),
});

const backToCell = () => sheet.go(sheet.active.row, sheet.active.column);

const edit = () => {
  const closed = sheet.closed(sheet.active.row);
  if (closed) tell(closed);
  else editor.open();
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
    edit();
  },
  leave: backToCell,
});

const LACKING = {
  thieu: (td) =>
    td.textContent === "" &&
    !td.matches(".without") &&
    !td.parentNode.hasAttribute("data-whole"),
  hoi: (td) => td.matches(".asked, .problem"),
  nguon: (td) => td.matches(".unsourced"),
};

const filter = filterOf(root, {
  show: ({ has, lack }) => {
    // What is the writer's to mend; for those who only read, everything.
    const open = sheet.lines.filter((line) => !line.dataset.closed);
    const lines = open.length ? open : sheet.lines;
    const isLacking = LACKING[lack] ?? (() => true);
    const found = sheet.heads.filter(
      (head) =>
        has(head.textContent) && lines.some((line) => isLacking(line.cells[head.cellIndex])),
    );
    table.parentElement.hidden = found.length === 0;
    table.dataset.lack = lack;
    if (found.length) sheet.show(new Set(found.map((head) => head.dataset.code)));
    return found.length > 0;
  },
  done: () => sheet.go(Math.max(sheet.lines.findIndex((line) => !line.dataset.closed), 0), 0),
});

table.addEventListener("cellchange", ({ detail }) => {
  editor.stand(detail);
  drawHere();
});
queue.addEventListener("change", drawAll);
queue.addEventListener("totals", (event) => drawTotals(event.detail));
queue.addEventListener("result", ({ detail: { key, result, isGood } }) => {
  const { text, by, at } = result;
  if (isGood) Object.assign(saved.get(key), { text, by, at });
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
      const key = `${unit}/${state.columns[index]}`;
      const stood = saved.get(key);
      if (!stood) continue; // a column that this page does not have
      const [text, by, at, marks, signs = ""] = cell || ["", "", "", "", ""];
      const changed = stood.text !== text;
      saved.set(key, { text, by, at, marks, signs });
      if (changed && !isFirst && !queue.entries.has(key)) {
        const { classList } = sheet.find(key);
        classList.add("fresh");
        setTimeout(() => classList.remove("fresh"), FRESH);
        const who = by === root.dataset.name ? "Bạn, ở cửa sổ khác," : by || "Người khác";
        names.set(who, (names.get(who) ?? 0) + 1);
      }
      if (changed || marks !== stood.marks || signs !== stood.signs) draw(key);
    }
  }
  drawTotals(state.totals);
  if (names.size) {
    status.say([...names].map(([who, count]) => `${who} vừa sửa ${count} ô`).join("; "));
  }
  drawAll();
  editor.rest();
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

keysOf({ root, table, sheet, editor, panel, status, tell, shown, edit, write, past });
root.querySelector("[data-undo]").addEventListener("click", past.undo);
root.querySelector("[data-redo]").addEventListener("click", past.redo);
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

const forgotten = queue.kept().filter(([key]) => !saved.has(key));
const kept = queue.kept().filter(([key, { typed }]) => saved.has(key) && saved.get(key).text !== typed);
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
sheet.go(0, 0, { focus: false });
watcher.ask();
