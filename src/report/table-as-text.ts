/**
 * Rows under a heading, in columns two blanks apart; a column that is empty in every row is left out. Colours (SGR escapes) take
 * no room.
 */
export function tableAsText(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = heading.map((_, column) => rows.some((row) => (row[column] ?? '') !== ''));
  const lines = [heading, ...rows].map((row) => row.filter((_, column) => used[column]));
  const widths = (lines[0] ?? []).map((_, column) => columnWidth(lines, column));
  return lines.map((line) => lineAsText(line, widths)).join('\n');
}

function columnWidth(lines: readonly (readonly string[])[], column: number): number {
  return lines.reduce((widest, line) => Math.max(widest, widthOf(line[column] ?? '')), 0);
}

function lineAsText(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell))))
    .join('  ')
    .trimEnd();
}

const characters = new Intl.Segmenter('en');
const colours = new RegExp(String.raw`\u001b\[[0-9;]*m`, 'g');

/** Characters as a person counts them. */
function widthOf(cell: string): number {
  return [...characters.segment(cell.replace(colours, ''))].length;
}
