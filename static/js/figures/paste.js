// Where the cells of a pasted block go: from the active cell on, or, when its first column holds
// names of units, into the rows of those names.

const plain = (text) =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replace(/^(tỉnh|thành phố|tp\.?)\s+/u, "")
    .trim();

const byName = (block, sheet) => {
  const rows = new Map(sheet.lines.map((_, row) => [plain(sheet.unitName(row)), row]));
  const found = block.map((cells) => rows.get(plain(cells[0])));
  return block.length && block[0].length > 1 && found.every((row) => row !== undefined)
    ? found
    : null;
};

// Return the cells to write, and what had no place, in words.
export const layOut = (block, sheet) => {
  const { top, left, bottom, right } = sheet.range;
  const wide = Math.max(...block.map((cells) => cells.length));
  if (block.length === 1 && wide === 1) {
    const cells = [...sheet.places()].map((place) => ({ ...place, text: block[0][0] }));
    return { cells, said: "", until: { row: bottom, column: right } };
  }
  const named = byName(block, sheet);
  const skip = named ? 1 : 0;
  const cells = [];
  const lost = { rows: new Set(), columns: new Set() };
  for (const [index, texts] of block.entries()) {
    const row = named ? named[index] : top + index;
    for (const [offset, text] of texts.slice(skip).entries()) {
      const column = left + offset;
      if (row >= sheet.height) lost.rows.add(index);
      if (column >= sheet.width) lost.columns.add(offset);
      if (row < sheet.height && column < sheet.width) cells.push({ row, column, text });
    }
  }
  const parts = [];
  if (named) parts.push(`đã đặt ${block.length} dòng theo tên đơn vị`);
  if (lost.rows.size) parts.push(`${lost.rows.size} dòng dưới cùng của khối không có chỗ, chưa dán`);
  if (lost.columns.size) {
    parts.push(`${lost.columns.size} cột bên phải của khối không có chỗ, chưa dán`);
  }
  const last = cells.at(-1) ?? { row: top, column: left };
  return {
    cells,
    said: parts.length ? `Dán: ${parts.join("; ")}` : "",
    until: named ? { row: top, column: left } : last,
  };
};
