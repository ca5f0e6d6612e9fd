// Where the cells of a pasted block go: from the active cell on; or, where its first column holds
// names of units, or its first row names of indicators, into the rows and columns of those names.

import { fold } from "../fold.js";

const plain = (text) => fold(text).replace(/^(tinh|thanh pho|tp) /, "");

// The places by name; of a name that two have, none.
const places = (names) => {
  const found = new Map();
  for (const [place, name] of names) {
    const isOthers = found.has(name) && found.get(name) !== place;
    found.set(name, isOthers ? undefined : place);
  }
  return found;
};

const rowsByName = (block, sheet) => {
  if (block[0].length < 2) return null;
  const named = places(sheet.lines.map((_, row) => [row, plain(sheet.unitName(row))]));
  const found = block.map((cells) => named.get(plain(cells[0])));
  const [first, ...rest] = found;
  const all = rest.every((row) => row !== undefined);
  if (!all || (first === undefined && !rest.length)) return null;
  return { rows: found, hasHeading: first === undefined };
};

const columnsByName = (texts, sheet) => {
  const titles = sheet.titles.flatMap((title, column) => {
    const measured = sheet.measures[column] ? [`${title} (${sheet.measures[column]})`] : [];
    return [title, ...measured].map((name) => [column, fold(name)]);
  });
  const named = places(titles);
  const found = texts.map((text) => named.get(fold(text)));
  return found.length && found.every((column) => column !== undefined) ? found : null;
};

// A selection that is so many times the block is filled with it.
const repeated = (block, wide, { top, left, bottom, right }) => {
  const [high, across] = [bottom - top + 1, right - left + 1];
  if (high % block.length || across % wide) return block;
  return Array.from({ length: high }, (_, row) =>
    Array.from({ length: across }, (__, column) => block[row % block.length][column % wide] ?? ""),
  );
};

// Return the cells to write, and in words what was done by name and what had no place.
export const layOut = (pasted, sheet) => {
  const { top, left } = sheet.range;
  const wide = Math.max(...pasted.map((cells) => cells.length));
  const named = rowsByName(pasted, sheet);
  const skip = named ? 1 : 0;
  const columns = columnsByName(pasted[0].slice(skip), sheet);
  const hasHeading = named?.hasHeading || columns !== null;
  const isPlain = !named && !hasHeading;
  const block = isPlain ? repeated(pasted, wide, sheet.range) : pasted.slice(hasHeading ? 1 : 0);
  const cells = [];
  const lost = { rows: new Set(), columns: new Set() };
  for (const [index, texts] of block.entries()) {
    const row = named ? named.rows[index + (hasHeading ? 1 : 0)] : top + index;
    for (const [offset, text] of texts.slice(skip).entries()) {
      const column = columns ? columns[offset] : left + offset;
      if (row >= sheet.height) lost.rows.add(index);
      if (!(column < sheet.width)) lost.columns.add(offset);
      if (row < sheet.height && column < sheet.width) cells.push({ row, column, text });
    }
  }
  const parts = [];
  if (named) parts.push(`đã đặt ${block.length} dòng theo tên đơn vị`);
  if (columns) parts.push(`đã đặt ${columns.length} cột theo tên chỉ tiêu`);
  else if (hasHeading) parts.push("đã bỏ qua dòng tiêu đề");
  if (lost.rows.size) parts.push(`${lost.rows.size} dòng dưới cùng của khối không có chỗ, chưa dán`);
  if (lost.columns.size) {
    parts.push(`${lost.columns.size} cột bên phải của khối không có chỗ, chưa dán`);
  }
  const first = { row: top, column: left };
  const [from, until] = isPlain && cells.length ? [first, cells.at(-1)] : [first, first];
  return { cells, said: parts.length ? `Dán: ${parts.join("; ")}` : "", from, until };
};
