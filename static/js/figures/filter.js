// Which indicators are shown: by words of their names, by what they lack. The portal does the same
// where there is no script; here it happens while one types.

import { fold } from "../fold.js";

// `show({ has, lack })` shows what matches and returns whether anything does; `has(name)` says
// whether a name holds the words. `done`: Enter was pressed in the filter.
export const filterOf = (root, { show, done }) => {
  const form = root.querySelector("[data-filter] form");
  const [text, lack] = [form.elements.tim, form.elements.chi];
  const none = root.querySelector("[data-none]");
  const downloads = [...document.querySelectorAll("a[data-download]")];

  const apply = () => {
    const words = fold(text.value).split(" ");
    const has = (name) => words.every((word) => fold(name).includes(word));
    none.hidden = show({ has, lack: lack.value });
    // The address and the files say the same, for a reload and for what is downloaded.
    for (const link of [location, ...downloads]) {
      const address = new URL(link.href);
      for (const [name, value] of new FormData(form)) {
        if (value) address.searchParams.set(name, value);
        else address.searchParams.delete(name);
      }
      if (link === location) history.replaceState(history.state, "", address);
      else link.href = address;
    }
  };

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
    if (none.hidden) done();
  });

  return {
    clear: () => {
      text.value = "";
      lack.value = "";
      apply();
    },
  };
};
