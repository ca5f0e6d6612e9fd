// What was typed into a form and not saved outlives a reload, the back button and a lost
// connection: it stays in this tab, and is offered when the form opens again.
// A form with data-own-keeping keeps what it holds in a way of its own.

const FIELDS = "input:not([type=hidden], [type=password], [type=file]), select, textarea";
const account = document.body.dataset.account;
const wasSaved = document.querySelector(".notice[data-level=success]") !== null;

const values = (form) =>
  [...form.querySelectorAll(FIELDS)]
    .filter((field) => field.name)
    .map((field) =>
      ["checkbox", "radio"].includes(field.type)
        ? [field.name, field.value, field.checked]
        : [field.name, field.value],
    );

const countOf = (form) => form.querySelectorAll("[name$='-TOTAL_FORMS']")[0];

const put = (form, typed) => {
  for (const [name, value, checked] of typed) {
    const named = [...form.querySelectorAll(FIELDS)].filter((field) => field.name === name);
    if (checked === undefined) {
      if (named[0]) named[0].value = value;
    } else {
      const field = named.find((each) => each.value === value);
      if (field) field.checked = checked;
    }
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

const watch = (form, index) => {
  const key = `typed ${account} ${location.pathname} ${form.id || index}`;
  const forget = () => sessionStorage.removeItem(key);
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  const asServed = JSON.stringify(values(form));
  if (kept && JSON.stringify(kept.typed) !== asServed) offer(form, kept, forget);
  let waiting;
  const keep = () => {
    const typed = values(form);
    if (JSON.stringify(typed) === asServed) return;
    const rows = Number(countOf(form)?.value ?? 0);
    sessionStorage.setItem(key, JSON.stringify({ typed, rows, at: Date.now() }));
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 300);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    keep();
    sessionStorage.setItem(`sent ${account}`, key);
  });
};

if (account) {
  const sent = sessionStorage.getItem(`sent ${account}`);
  if (sent && wasSaved) sessionStorage.removeItem(sent);
  sessionStorage.removeItem(`sent ${account}`);
  document.querySelectorAll("main form[method=post]:not([data-own-keeping])").forEach(watch);
}
