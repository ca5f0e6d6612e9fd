// Blocks of cells as spreadsheets put them on the clipboard: tabs between cells, line ends
// between rows, quotes around a cell that holds either.

export const parseBlock = (text) => {
  const rows = [];
  let row = [];
  let cell = "";
  let quoted = false;
  const source = text.replace(/\r\n?/g, "\n");
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === "\t" || sign === "\n") {
      row.push(cell);
      cell = "";
      if (sign === "\n") {
        rows.push(row);
        row = [];
      }
    } else cell += sign;
  }
  // The line end after the last row begins no further one.
  if (cell !== "" || row.length) rows.push([...row, cell]);
  return rows.map((cells) => cells.map((each) => each.replace(/\s+/g, " ").trim()));
};

const quote = (cell) => (/["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

export const writeBlock = (rows) => rows.map((row) => row.map(quote).join("\t")).join("\n");
