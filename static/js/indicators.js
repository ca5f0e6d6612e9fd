// The year's indicators are put in order by buttons; numbers follow, and can be typed as well.

const form = document.querySelector("[data-indicators]");
const body = form?.querySelector("tbody");
const STEPS = { up: -1, down: 1 };

const tick = (row) => row.querySelector("input[type=checkbox]");
const number = (row) => row.querySelector("input[name^=order_]");
const value = (row) => Number.parseInt(number(row).value, 10) || Number.MAX_SAFE_INTEGER;

const chosen = () =>
  [...body.rows].filter((row) => tick(row).checked).sort((one, other) => value(one) - value(other));

const say = (text) => {
  form.querySelector("[data-indicators-status]").textContent = text;
};

const renumber = (rows) => {
  rows.forEach((row, place) => {
    number(row).value = place + 1;
  });
  form.dispatchEvent(new Event("input", { bubbles: true }));
};

const move = (button) => {
  const row = button.closest("tr");
  const rows = chosen();
  const from = rows.indexOf(row);
  const to = from + STEPS[button.name];
  if (from === -1 || to < 0 || to >= rows.length) return;
  [rows[from], rows[to]] = [rows[to], rows[from]];
  body.prepend(...rows);
  renumber(rows);
  button.focus();
  say(`${row.querySelector("th").firstChild.textContent.trim()}: thứ ${to + 1}, chưa lưu.`);
};

form?.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=up], button[name=down]");
  if (!button) return;
  event.preventDefault();
  move(button);
});
form?.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox") return;
  if (!target.checked) number(target.closest("tr")).value = "";
  renumber(chosen());
});
