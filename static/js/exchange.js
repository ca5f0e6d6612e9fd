// Uploads with progress, and the check of an upload step by step; goes on after a lost connection.
// Saving is one transaction, all or nothing, so that its bar tells no share.

const WAITS = [1, 2, 4, 8, 15]; // seconds before asking again
const WORDS = {
  sent: (share) => `Đã gửi ${share}%.`,
  reading: "Đã gửi, đang đọc tệp.",
  large: "Tệp lớn quá 10 MB. Xóa bớt trang tính, hình ảnh, hoặc chia thành nhiều tệp, rồi chọn lại.",
  lost: "Mất kết nối, tệp chưa tải lên. Kiểm tra mạng rồi bấm lại.",
  again: (seconds) => `Mất kết nối. Thử lại sau ${seconds} giây.`,
  signIn: "Phiên đăng nhập đã hết. Đăng nhập ở cửa sổ khác rồi bấm lại.",
  often: "Bạn đã tải lên quá nhiều lần. Chờ ít phút rồi bấm lại.",
  saving: (rows) => `Đang lưu ${rows}. Chờ đến khi cổng báo đã lưu.`,
  other: "Cổng chưa nhận được tệp. Bấm lại sau ít phút.",
};

const show = (form, words) => {
  const problem = form.querySelector("[data-problem]");
  problem.textContent = words;
  problem.hidden = !words;
};

const read = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const wordsFor = (status) => {
  if (status === 413) return WORDS.large;
  if (status === 429) return WORDS.often;
  if (status === 403) return WORDS.signIn;
  return WORDS.other;
};

// --- Upload ---------------------------------------------------------------------------------

const watchUpload = (form) => {
  const input = form.elements.upload;
  const button = form.querySelector("button[type=submit]");
  const bar = form.querySelector("[data-progress]");
  const text = form.querySelector("[data-progress-text]");

  const stop = (words) => {
    bar.hidden = true;
    button.disabled = false;
    show(form, words);
    input.focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const file = input.files[0];
    if (!file) return stop("Chọn tệp.");
    if (file.size > Number(input.dataset.mostBytes)) return stop(WORDS.large);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const share = Math.round((100 * loaded) / total);
      bar.querySelector("progress").value = share;
      text.textContent = share < 100 ? WORDS.sent(share) : WORDS.reading;
    });
    request.addEventListener("load", () => {
      const answer = read(request.responseText);
      if (answer?.url) window.location.assign(answer.url);
      else if (answer?.errors) stop(answer.errors.join(" "));
      else stop(wordsFor(request.responseURL.includes("/dang-nhap/") ? 403 : request.status));
    });
    request.addEventListener("error", () => stop(WORDS.lost));
    show(form, "");
    button.disabled = true;
    bar.hidden = false;
    request.send(new FormData(form));
  });
};

// --- Check ----------------------------------------------------------------------------------

const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

const watchSteps = async (form) => {
  const bar = form.querySelector("progress");
  const checked = form.querySelector("[data-checked]");
  const button = form.querySelector("button[type=submit]");
  button.hidden = true;
  let failures = 0;
  for (;;) {
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      const answer = read(await response.text());
      if (answer?.errors) {
        show(form, answer.errors.join(" "));
        break;
      }
      if (response.redirected || response.status === 403) {
        show(form, WORDS.signIn);
        break;
      }
      if (!answer) throw new Error(String(response.status));
      failures = 0;
      show(form, "");
      bar.value = answer.checked;
      checked.textContent = answer.checked.toLocaleString("vi");
      if (answer.done) {
        window.location.reload();
        return;
      }
    } catch {
      const seconds = WAITS[Math.min(failures, WAITS.length - 1)];
      failures += 1;
      show(form, WORDS.again(seconds));
      await wait(seconds);
    }
  }
  button.hidden = false;
};

// --- Save -----------------------------------------------------------------------------------

const watchSave = (form) => {
  const button = form.querySelector("button[type=submit]");
  const bar = form.querySelector("[data-progress]");
  const tell = (isSaving) => {
    button.disabled = isSaving; // a second press would only wait for the first
    bar.hidden = !isSaving;
    bar.querySelector("[data-progress-text]").textContent = isSaving ? WORDS.saving(form.dataset.save) : "";
  };
  form.addEventListener("submit", () => tell(true));
  window.addEventListener("pageshow", () => tell(false)); // back to a page that the browser kept
};

document.querySelectorAll("form[data-save]").forEach(watchSave);
document.querySelectorAll("form[data-upload]").forEach(watchUpload);
document.querySelectorAll("form[data-steps]").forEach(watchSteps);
document.querySelector("[data-focus]")?.focus();
