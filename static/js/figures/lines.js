// The form of one member: the filter of its lines, at once.

import { filterOf } from "./filter.js";

const lines = [...document.querySelectorAll(".figures-line")];
const field = (line) => line.querySelector(".figures-entry input, output");
const LACKS = {
  thieu: (line) => ["", "–"].includes(field(line).value.trim()) && !line.matches(".without"),
  hoi: (line) => line.matches(".asked"),
  nguon: (line) => line.matches(".unsourced"),
};

if (lines.length) {
  filterOf(document.querySelector("main"), {
    show: ({ has, lack }) => {
      for (const line of lines) {
        const isAsked = has(line.querySelector("label").textContent) && (LACKS[lack]?.(line) ?? true);
        line.hidden = !isAsked && !line.matches(".field-wrong");
      }
      return lines.some((line) => !line.hidden);
    },
    done: () => field(lines.find((line) => !line.hidden)).focus(),
  });
}
