// What was typed into a form and not saved outlives a reload, the back button and a lost
// connection: it stays in this tab, and is offered when the form opens again.
// A form with data-own-keeping keeps what it holds in a way of its own.

import { Store } from "./store.js";

const FIELDS = "input:not([type=hidden], [type=password], [type=file]), select, textarea";
const store = new Store("sessionStorage");
const account = document.body.dataset.account;
// A form that was refused comes back with all that was typed: there is nothing to offer.
const wasRefused = document.querySelector("main .error-summary:not([hidden])") !== null;
const wasSaved = document.querySelector(".notice[data-level=success]") !== null;

const values = (form) =>
  [...form.querySelectorAll(FIELDS)]
    .filter((field) => field.name)
    .map((field) =>
      ["checkbox", "radio"].includes(field.type)
        ? [field.name, field.value, field.checked]
        : [field.name, field.value],
    );

// What the typing was done against, so that a later save by somebody else is noticed.
const seenOf = (form) => form.querySelector("input[type=hidden][name$=seen]");

const countOf = (form) => form.querySelectorAll("[name$='-TOTAL_FORMS']")[0];

const put = (form, typed) => {
  // Of several fields of one name, each text goes to the field at its own place among them, each
  // tick to the one of its value.
  const left = [...form.querySelectorAll(FIELDS)];
  for (const [name, value, checked] of typed) {
    const isTick = checked !== undefined;
    const place = left.findIndex(
      (field) => field.name === name && (!isTick || field.value === value),
    );
    if (place === -1) continue;
    const [field] = left.splice(place, 1);
    if (isTick) {
      field.checked = checked;
      continue;
    }
    // A text that was none of the choices: the server says what is wrong with it.
    const isKnown = field.tagName !== "SELECT" || [...field.options].some((one) => one.value === value);
    if (!isKnown) field.append(new Option(value, value));
    field.value = value;
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
};

const restore = (form, kept) => {
  const count = countOf(form);
  const more = form.querySelector("[data-add-row]");
  // Rows that had been added come first.
  for (let tries = 0; count && more && Number(count.value) < kept.rows && tries < 500; tries += 1) {
    more.click();
  }
  put(form, kept.typed);
  const seen = seenOf(form);
  if (seen && kept.seen) seen.value = kept.seen;
};

const offer = (form, kept, forget) => {
  const note = document.createElement("div");
  note.className = "notice";
  note.setAttribute("role", "status");
  const time = new Date(kept.at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  note.append(`Lúc ${time} bạn đã nhập vào mẫu này mà chưa lưu. `);
  const button = (label, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm btn-outline-secondary me-2";
    made.textContent = label;
    made.addEventListener("click", () => {
      note.remove();
      action();
    });
    note.append(made);
  };
  button("Lấy lại", () => restore(form, kept));
  button("Bỏ", forget);
  form.before(note);
};

// Where a form is sent, for a refused one may come back under that address. A page whose address
// also says what is shown of one form names the form's place itself.
const placeOf = (form) => {
  if (form.dataset.keepPlace) return form.dataset.keepPlace;
  const address = new URL(form.getAttribute("action") || location.href, location.href);
  return address.pathname + address.search;
};

const places = new Map(); // how many forms without a name there are of each place

const watch = (form) => {
  const place = placeOf(form);
  const index = places.get(place) ?? 0;
  if (!form.id) places.set(place, index + 1);
  const key = `typed ${account} ${place} ${form.id || index}`;
  const forget = () => store.remove(key);
  const kept = store.get(key);
  const asServed = JSON.stringify(values(form));
  const differs = Array.isArray(kept?.typed) && JSON.stringify(kept.typed) !== asServed;
  if (differs && !wasRefused) offer(form, kept, forget);
  let waiting = null;
  const keep = () => {
    clearTimeout(waiting);
    waiting = null;
    const typed = values(form);
    if (JSON.stringify(typed) === asServed) return;
    const rows = Number(countOf(form)?.value ?? 0);
    store.set(key, { typed, rows, seen: seenOf(form)?.value, at: Date.now() });
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 300);
  });
  const keepWhatWaits = () => {
    if (waiting !== null) keep();
  };
  // A field that is done with, as a tick is at once, need not wait for more typing.
  form.addEventListener("change", keepWhatWaits);
  // Whoever leaves at once has typed it all the same.
  window.addEventListener("pagehide", keepWhatWaits);
  form.addEventListener("submit", () => {
    keep();
    store.set(`sent ${account}`, key);
  });
};

if (account) {
  const sent = store.get(`sent ${account}`);
  if (sent && wasSaved) store.remove(sent);
  store.remove(`sent ${account}`);
  document.querySelectorAll("main form[method=post]:not([data-own-keeping])").forEach(watch);
}
