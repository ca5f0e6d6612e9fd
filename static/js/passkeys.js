// Passkeys: asks the browser for a key and puts its answer into the form that was submitted.
// The question stands in the page as JSON, or is fetched where nobody is known yet.
"use strict";

(() => {
  const BINARY = ["challenge", "id", "rawId", "userHandle", "signature", "clientDataJSON",
    "authenticatorData", "attestationObject"];
  const WORDS = {
    address: "Khóa truy cập không dùng được khi mở cổng bằng địa chỉ số. Hãy mở bằng tên miền; trên máy chạy cổng, dùng localhost.",
    browser: "Trình duyệt này không dùng được khóa truy cập.",
    exists: "Khóa này đã được thêm vào tài khoản.",
    insecure: "Khóa truy cập chỉ dùng được khi cổng chạy qua HTTPS.",
    other: "Không dùng được khóa truy cập. Hãy thử lại hoặc dùng cách khác.",
    stopped: "Chưa nhận được khóa truy cập. Hãy thử lại.",
  };

  const toBytes = (text) => {
    const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  };

  const toText = (buffer) => {
    const characters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
    return btoa(characters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  // What the server sends: every id and the challenge are base64url.
  const readOptions = (value) => {
    if (Array.isArray(value)) return value.map(readOptions);
    if (value === null || typeof value !== "object") return value;
    const pairs = Object.entries(value).map(([name, inner]) =>
      [name, BINARY.includes(name) && typeof inner === "string" ? toBytes(inner) : readOptions(inner)]);
    return Object.fromEntries(pairs);
  };

  const credentialOptions = (options) => {
    const { rp, ...rest } = options.publicKey;
    const read = readOptions(rest);
    return { publicKey: rp ? { ...read, rp } : read }; // the id of a site is no bytes
  };

  const writeAnswer = (credential) => {
    const response = {};
    for (const name of BINARY) {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  const optionsFor = async (form) => {
    if (form.dataset.passkey !== "fetch") {
      const data = JSON.parse(document.getElementById("passkey-options").textContent);
      return data.creation_options || data.request_options;
    }
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no options");
    return (await answer.json()).request_options;
  };

  const ask = async (form) => {
    const options = credentialOptions(await optionsFor(form));
    return form.dataset.passkey === "create"
      ? navigator.credentials.create(options)
      : navigator.credentials.get(options);
  };

  const obstacle = () => {
    const host = window.location.hostname;
    if (/^[\d.]+$/.test(host) || host.includes(":")) return WORDS.address;
    if (!window.isSecureContext) return WORDS.insecure;
    return window.PublicKeyCredential ? "" : WORDS.browser;
  };

  const explain = (error) => {
    if (error.name === "InvalidStateError") return WORDS.exists;
    return ["NotAllowedError", "AbortError"].includes(error.name) ? WORDS.stopped : WORDS.other;
  };

  const show = (form, words) => {
    const problem = form.querySelector("[data-passkey-problem]");
    problem.textContent = words;
    problem.hidden = !words;
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button[type=submit]");
    const impossible = obstacle();
    if (impossible) {
      show(form, impossible);
      button.disabled = true;
      continue;
    }
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      show(form, "");
      button.disabled = true;
      try {
        form.elements.credential.value = writeAnswer(await ask(form));
        form.submit();
      } catch (error) {
        show(form, explain(error));
        button.disabled = false;
      }
    });
  }
})();
