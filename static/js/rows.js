// Tables of rows: rows are added by the button or by Enter on the last one, and several rows are
// pasted from a spreadsheet into one field. Without this script the button asks the server.

const FIELDS = "input:not([type=hidden], [type=checkbox]), select, textarea";
const table = document.querySelector("[data-rows]");
const form = table?.closest("form");

const fold = (text) =>
  text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();

// A box for several lines, where a line break is one of the text.
const isLong = (field) => field.matches("textarea:not([data-line])");

const body = () => table.tBodies[0];
const rows = () => [...body().rows].filter((row) => row.dataset.row !== undefined);
const fields = (row) => [...row.querySelectorAll(FIELDS)].filter((field) => !field.disabled);
// What a paste fills: every field but the number of the row.
const cells = (row) => fields(row).filter((field) => !field.name.endsWith("-place"));

const say = (text) => {
  form.querySelector("[data-rows-status]").textContent = text;
};

const addRow = () => {
  const total = form.querySelector("[name$='-TOTAL_FORMS']");
  const most = Number(form.querySelector("[name$='-MAX_NUM_FORMS']").value);
  const number = Number(total.value);
  if (number >= most) {
    say(`Mỗi bảng có nhiều nhất ${most} dòng.`);
    return null;
  }
  const html = document.getElementById("row-template").innerHTML
    .replaceAll("__prefix__", number)
    .replaceAll("__number__", number + 1);
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const row = holder.content.querySelector("tr");
  body().append(row);
  total.value = number + 1;
  return row;
};

// To a field of the row; without a column to the first that a paste fills.
const toRow = (row, column) => {
  const there = fields(row);
  const field = column === undefined ? cells(row)[0] : there[Math.min(column, there.length - 1)];
  field.focus();
  field.select?.();
};

// Cells of a block as spreadsheets copy it: tabs, line ends, quotes around what holds them.
const readBlock = (text) => {
  const block = [[""]];
  let quoted = false;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at];
    const row = block.at(-1);
    const begins = row.at(-1) === "";
    if (quoted && sign === '"' && source[at + 1] === '"') {
      row[row.length - 1] += sign;
      at += 1;
    } else if (sign === '"' && (quoted || begins)) quoted = !quoted;
    else if (!quoted && sign === "\t") row.push("");
    else if (!quoted && sign === "\n") block.push([""]);
    else row[row.length - 1] += sign;
  }
  return block;
};

// The choice that a text names: "Tỉnh Nam Định", "Nam Định", "UBND tỉnh Nam Định"; one part of
// what stands for no choice, "Trung ương" of "Trung ương, nơi khác", names that.
const choose = (select, text) => {
  const wanted = fold(text);
  const none = [...select.options].find((option) => !option.value);
  if (!wanted) return true;
  if (none && [none.text, ...none.text.split(",")].some((part) => fold(part) === wanted)) {
    select.value = "";
    mark(select, true);
    return true;
  }
  const named = [...select.options]
    .filter((option) => option.value)
    .map((option) => ({ option, name: fold(option.text) }))
    .map(({ option, name }) => ({ option, name, short: name.replace(/^(tinh|thanh pho) /, "") }));
  const exact = named.find(({ name, short }) => wanted === name || wanted === short);
  const within = named
    .filter(({ short }) => ` ${wanted} `.includes(` ${short} `))
    .sort((one, other) => other.short.length - one.short.length)[0];
  const found = exact ?? within;
  // A text that names none stays in the cell, and the server refuses it there.
  const option = found?.option ?? select.appendChild(new Option(text.trim(), text.trim()));
  select.value = option.value;
  mark(select, found !== undefined);
  return found !== undefined;
};

// An error at the cell, until another choice is made.
const mark = (select, isKnown) => {
  select.parentElement.querySelector(".errorlist")?.remove();
  select.classList.toggle("is-invalid", !isKnown);
  select.removeAttribute("aria-invalid");
  if (isKnown) return;
  select.setAttribute("aria-invalid", "true");
  const told = document.createElement("p");
  told.className = "errorlist";
  told.textContent = "Không có trong danh sách. Hãy chọn lại.";
  select.after(told);
};

const fill = (start, block) => {
  let row = start.closest("tr");
  const column = cells(row).indexOf(start);
  const unknown = [];
  let filled = 0;
  for (const line of block) {
    if (!row) break;
    const there = cells(row).slice(column);
    line.slice(0, there.length).forEach((text, index) => {
      const field = there[index];
      if (field.tagName !== "SELECT") {
        field.value = isLong(field) ? text : text.replace(/\s+/g, " ").trim();
      } else if (!choose(field, text)) unknown.push(text);
    });
    filled += 1;
    row = rows()[rows().indexOf(row) + 1] ?? (filled < block.length ? addRow() : null);
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  const left = block.length - filled;
  say(
    [
      `Đã dán ${filled} dòng, chưa lưu.`,
      left > 0 ? `Còn ${left} dòng không đủ chỗ.` : "",
      unknown.length > 0 ? `Chưa nhận ra: ${[...new Set(unknown)].join("; ")}. Hãy chọn tay.` : "",
    ].join(" "),
  );
};

const onPaste = (event) => {
  const field = event.target.closest(FIELDS);
  if (!field || !table.hasAttribute("data-pastes") || !cells(field.closest("tr")).includes(field)) return;
  const text = event.clipboardData.getData("text/plain");
  const several = text.trim().includes("\n") && !isLong(field);
  if (!text.includes("\t") && !several) return;
  event.preventDefault();
  fill(field, readBlock(text));
};

const onKey = (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.ctrlKey || event.isComposing) return;
  if (!field.matches("input, select, [data-line]")) return;
  event.preventDefault();
  const row = field.closest("tr");
  const all = rows();
  const column = Math.max(0, fields(row).indexOf(field));
  const next = all[all.indexOf(row) + 1];
  if (next) toRow(next, column);
  else if (form.querySelector("[data-add-row]")) {
    const added = addRow();
    if (added) toRow(added);
  }
};

const showState = (event) => {
  const row = event.target.closest?.("tr");
  if (event.target.name?.endsWith("-DELETE")) row.classList.toggle("dropped", event.target.checked);
  if (event.target.tagName === "SELECT") mark(event.target, true);
  const parts = event.target.closest?.("details");
  if (parts) {
    const ticked = [...parts.querySelectorAll("input:checked")].map((box) =>
      box.closest("label").textContent.trim(),
    );
    parts.querySelector("[data-chosen]").textContent = ticked.join(", ") || "chọn";
  }
  say("Chưa lưu.");
};

if (form) {
  form.querySelector("[data-add-row]")?.addEventListener("click", (event) => {
    event.preventDefault();
    const row = addRow();
    // A script that brings rows back moves nobody's focus.
    if (row && event.isTrusted) toRow(row);
  });
  table.addEventListener("keydown", onKey);
  table.addEventListener("paste", onPaste);
  table.addEventListener("input", showState);
}

// A file that is too large is told of before it is sent for nothing.
const SIZED = "input[type=file][data-largest]";
document.addEventListener("change", ({ target: input }) => {
  if (!input.matches(SIZED)) return;
  const largest = Number(input.dataset.largest);
  const isLarge = [...input.files].some((file) => file.size > largest * 1024 * 1024);
  input.setCustomValidity(isLarge ? `Tệp lớn quá ${largest} MB. Hãy giảm dung lượng rồi chọn lại.` : "");
  if (isLarge) input.reportValidity();
});
document.addEventListener("submit", (event) => {
  const large = [...event.target.querySelectorAll(SIZED)].find((input) => input.validity.customError);
  if (!large) return;
  event.preventDefault();
  large.reportValidity();
});

document.querySelector(".error-summary, [data-focus]")?.focus();
