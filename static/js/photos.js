// Photos to be added: several are chosen at once, each gets a form of its own with a small picture
// of it, and nothing is sent before every photo has its words.

const form = document.querySelector("[data-photos]");
const list = form?.querySelector("[data-photo-forms]");
const total = form?.querySelector("[name$='-TOTAL_FORMS']");
const most = Number(form?.querySelector("[name$='-MAX_NUM_FORMS']").value);

const forms = () => [...list.querySelectorAll(".photo-form")];
const fileOf = (one) => one.querySelector("input[type=file]");
const textsOf = (one) => [...one.querySelectorAll("textarea")];
const isEmpty = (one) => !fileOf(one).files.length && textsOf(one).every((text) => !text.value.trim());

const say = (text) => {
  form.querySelector("[data-photo-status]").textContent = text;
};

const add = () => {
  const number = Number(total.value);
  if (number >= most) {
    say(`Mỗi lần thêm nhiều nhất ${most} ảnh.`);
    return null;
  }
  const holder = document.createElement("template");
  holder.innerHTML = form
    .querySelector("[data-photo-form]")
    .innerHTML.replaceAll("__prefix__", number)
    .replaceAll("__number__", number + 1);
  const one = holder.content.querySelector(".photo-form");
  list.append(one);
  total.value = number + 1;
  return one;
};

// What was chosen, so that its words can be written.
const show = (one) => {
  one.querySelector(".photo-chosen")?.remove();
  const [file] = fileOf(one).files;
  if (!file?.type.startsWith("image/")) return;
  // Its place is there at once: nothing moves away from the pointer when the picture comes.
  const place = document.createElement("span");
  place.className = "photo-chosen";
  fileOf(one).after(place);
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    const picture = new Image();
    picture.src = reader.result;
    picture.alt = "";
    place.append(picture);
  });
  reader.readAsDataURL(file);
};

const take = (files) => {
  let left = 0;
  let first = null;
  for (const file of files) {
    const one = forms().find((free) => !fileOf(free).files.length) ?? add();
    if (!one) {
      left += 1;
      continue;
    }
    const chosen = new DataTransfer();
    chosen.items.add(file);
    fileOf(one).files = chosen.files;
    fileOf(one).dispatchEvent(new Event("change", { bubbles: true }));
    first ??= one;
  }
  if (first) textsOf(first)[0].focus();
  const more = left ? ` Còn ${left} ảnh không đủ chỗ: mỗi lần nhiều nhất ${most} ảnh.` : "";
  say(`Đã chọn ${files.length - left} ảnh. Ghi chú thích, mô tả cho từng ảnh.${more}`);
};

const checkSizes = (picker) => {
  const largest = Number(picker.dataset.largestTogether);
  const size = forms().reduce((sum, one) => sum + (fileOf(one).files[0]?.size ?? 0), 0);
  const isLarge = size > largest * 1024 * 1024;
  picker.setCustomValidity(isLarge ? `Các ảnh lớn quá ${largest} MB. Hãy chia làm nhiều lần.` : "");
};

// A file that was sent in vain has to be chosen again: the words are asked for before.
const checkWords = () => {
  for (const one of forms()) {
    for (const field of one.querySelectorAll("[data-missing]")) {
      const isThere = field.type === "file" ? field.files.length : field.value.trim();
      if (!field.validity.customError || field.validationMessage === field.dataset.missing) {
        field.setCustomValidity(isThere || isEmpty(one) ? "" : field.dataset.missing);
      }
    }
  }
};

if (form) {
  const picker = form.querySelector("[data-largest-together]");
  form.querySelectorAll("[data-with-script]").forEach((part) => {
    part.hidden = false;
  });
  // More come as they are needed; what was refused keeps its forms.
  for (const one of forms().slice(1).reverse()) {
    if (!isEmpty(one) || one.querySelector(".errorlist")) break;
    one.remove();
    total.value = Number(total.value) - 1;
  }
  picker.addEventListener("change", () => {
    take([...picker.files]);
    picker.value = "";
    checkSizes(picker);
    if (!picker.validity.valid) picker.reportValidity();
  });
  form.querySelector("[data-add-row]").addEventListener("click", (event) => {
    const one = add();
    if (one && event.isTrusted) fileOf(one).focus();
  });
  list.addEventListener("change", ({ target }) => {
    if (target.type === "file") show(target.closest(".photo-form"));
    checkSizes(picker);
  });
  list.addEventListener("input", ({ target }) => {
    if (target.validationMessage === target.dataset.missing) target.setCustomValidity("");
  });
  form.addEventListener("submit", (event) => {
    checkWords();
    if (form.checkValidity()) return;
    event.preventDefault();
    const lacking = form.querySelector("input:invalid, textarea:invalid");
    lacking.focus();
    lacking.reportValidity();
  });
}
