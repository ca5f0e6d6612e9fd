// Where the cells of a pasted block go: from the active cell on; or, where its first column or row
// holds words instead of figures, into the rows and columns of those names. Words that are no
// names of the table refuse the block: its figures would be saved in others' cells.

import { fold } from "../fold.js";

// Words that stand before or after a figure.
const WITH_FIGURES = /^(hon|tren|duoi|khoang|gan|uoc|tu|thu|it nhat|toi thieu|toi da|khong qua) (?=\d)/;

const plain = (text) => fold(text.replace(/^\d+[.)]\s+/, "")).replace(/^(tinh|thanh pho|tp) /, "");

// "Hà Nam", "1. Hà Nam"; not "9,73%", "hơn 235.000", "từ 8 trở lên".
const isWords = (text) =>
  /^\d+[.)]\s+\p{L}/u.test(text) || /^\p{L}/u.test(fold(text).replace(WITH_FIGURES, ""));

class Refusal extends Error {}

const refuse = (why) => {
  throw new Refusal(`Chưa dán ô nào: ${why}`);
};

// The places by name; of a name that two have, none.
const placesOf = (names) => {
  const found = new Map();
  for (const [place, name] of names) {
    const isOthers = found.has(name) && found.get(name) !== place;
    found.set(name, isOthers ? undefined : place);
  }
  return found;
};

// `what` is what the names are of, `rest` what is to be done when they cannot be found.
const find = (texts, named, fit, what, rest) => {
  const found = texts.map((text) => {
    const place = named.get(fit(text));
    if (place === undefined) refuse(`không có ${what} “${text || "(để trống)"}” trong bảng đang hiện. ${rest}`);
    return place;
  });
  const twice = texts.find((_, index) => found.indexOf(found[index]) !== index);
  if (twice !== undefined) refuse(`${what} “${twice}” có hai lần trong khối.`);
  return found;
};

const unitsOf = (sheet) =>
  placesOf(sheet.lines.map((_, row) => [row, plain(sheet.unitName(row))]));

const rowsOf = (texts, sheet) =>
  find(texts, unitsOf(sheet), plain, "đơn vị", "Sửa tên, hoặc dán riêng phần số.");

const columnsOf = (texts, sheet) => {
  const titles = sheet.titles.flatMap((title, column) => {
    const measured = sheet.measures[column] ? [`${title} (${sheet.measures[column]})`] : [];
    return [title, ...measured].map((name) => [column, fold(name)]);
  });
  return find(texts, placesOf(titles), fold, "chỉ tiêu", "Sửa tên, hoặc bỏ dòng tiêu đề.");
};

// The block without the empty rows and columns around it.
const trimmed = (block) => {
  const isFilled = (cells) => cells.some((text) => text !== "");
  const rows = block.slice(block.findIndex(isFilled), block.findLastIndex(isFilled) + 1);
  const wide = Math.max(...rows.map((cells) => cells.findLastIndex((text) => text !== "") + 1));
  return rows.map((cells) => Array.from({ length: wide }, (_, column) => cells[column] ?? ""));
};

// The column of the units' names: the first, or the second after numbers of the rows.
const nameColumn = (rows) => {
  const words = (column) => rows.filter((cells) => isWords(cells[column] ?? "")).length;
  if (words(0)) return rows[0].length > 1 || words(0) === rows.length ? 0 : undefined;
  return words(1) && rows.every((cells) => /^\d*\.?$/.test(cells[0])) ? 1 : undefined;
};

// Take the names off a block: the rows and columns of what is left. Null where it has none.
const byNames = (pasted, sheet) => {
  const isOne = pasted.length === 1 && pasted[0].length === 1;
  if (isOne || !pasted.some((cells) => cells.some(isWords))) return null;
  const block = trimmed(pasted);
  const [first, ...rest] = block;
  const at = nameColumn(rest.length ? rest : block);
  const skip = at === undefined ? 0 : at + 1;
  const heads = first.slice(skip);
  const isUnit = at !== undefined && unitsOf(sheet).has(plain(first[at]));
  const isHead = (text) => isWords(text) || /^(\d{4})?$/.test(text); // a name, a year, nothing
  const isNamed = heads.some(isWords) && (at !== undefined || heads.every(isHead));
  const isBare = at !== undefined && heads.every((text) => text === ""); // "Đơn vị" alone
  const hasHeading = rest.length > 0 && !isUnit && (isNamed || isBare);
  if (at === undefined && !hasHeading && !first.every(isWords)) return null; // a wrong figure
  const data = (hasHeading ? rest : block).filter(
    (cells) => at === undefined || cells.some((text) => text !== ""),
  );
  const columns = hasHeading && isNamed ? columnsOf(heads, sheet) : null;
  const rows = at === undefined ? null : rowsOf(data.map((cells) => cells[at]), sheet);
  const texts = data.map((cells) => cells.slice(skip));
  if (texts.flat().every((text) => text === "" || isWords(text))) refuse("khối không có số.");
  return { block: texts, rows, columns };
};

// A selection that is so many times the block is filled with it.
const repeated = (block, wide, { top, left, bottom, right }) => {
  const [high, across] = [bottom - top + 1, right - left + 1];
  if (high % block.length || across % wide) return block;
  return Array.from({ length: high }, (_, row) =>
    Array.from({ length: across }, (__, column) => block[row % block.length][column % wide] ?? ""),
  );
};

// Return the cells to write, and in words what was done by name and what had no place; or in
// `refused` why nothing can be written.
const laidOut = (pasted, sheet) => {
  const { top, left } = sheet.range;
  const wide = Math.max(...pasted.map((cells) => cells.length));
  const named = byNames(pasted, sheet);
  const block = named ? named.block : repeated(pasted, wide, sheet.range);
  const { rows = null, columns = null } = named ?? {};
  const cells = [];
  const lost = { rows: new Set(), columns: new Set() };
  for (const [index, texts] of block.entries()) {
    const row = rows ? rows[index] : top + index;
    for (const [offset, text] of texts.entries()) {
      const column = columns ? columns[offset] : left + offset;
      if (row >= sheet.height) lost.rows.add(index);
      if (column >= sheet.width) lost.columns.add(offset);
      if (row < sheet.height && column < sheet.width) cells.push({ row, column, text });
    }
  }
  const parts = [];
  if (rows) parts.push(`đã đặt ${block.length} dòng theo tên đơn vị`);
  if (columns) parts.push(`đã đặt ${columns.length} cột theo tên chỉ tiêu`);
  if (lost.rows.size) parts.push(`${lost.rows.size} dòng dưới cùng của khối không có chỗ, chưa dán`);
  if (lost.columns.size) {
    parts.push(`${lost.columns.size} cột bên phải của khối không có chỗ, chưa dán`);
  }
  const first = { row: top, column: left };
  const [from, until] = !named && cells.length ? [first, cells.at(-1)] : [first, first];
  return { cells, said: parts.length ? `Dán: ${parts.join("; ")}` : "", from, until };
};

export const layOut = (pasted, sheet) => {
  try {
    return laidOut(pasted, sheet);
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message };
    throw error;
  }
};
