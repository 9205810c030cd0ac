/** One line of a comparison. */
interface DiffLine {
  readonly kind: 'same' | 'old' | 'new';
  readonly text: string;
}

/** The longest texts that are compared line by line; beyond, the whole text counts as changed. */
const mostCells = 4_000_000;

/** The fewest lines to take out of and put into `before` that make it `after`. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [olds, news] = [linesOf(before), linesOf(after)];
  const start = commonStart(olds, news);
  const end = commonEnd(olds.slice(start), news.slice(start));
  const middle = middleDiff(olds.slice(start, olds.length - end), news.slice(start, news.length - end));
  return [...olds.slice(0, start).map(same), ...middle, ...olds.slice(olds.length - end).map(same)];
}

/** A line of a comparison, or the place where lines that are alike were left out. */
export interface ShownLine {
  readonly kind: DiffLine['kind'] | 'left-out';
  readonly text: string;
}

/** The changed lines with `context` lines around each. */
export function changedLines(lines: readonly DiffLine[], context = 2): readonly ShownLine[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ kind }) => kind !== 'same'),
  );
  return lines.flatMap((line, index): ShownLine[] => {
    if (near[index] === true) return [line];
    return near[index - 1] === true ? [{ kind: 'left-out', text: '' }] : [];
  });
}

function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function same(text: string): DiffLine {
  return { kind: 'same', text };
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  return commonStart([...a].reverse(), [...b].reverse());
}

/** By the table of longest common subsequences. */
function middleDiff(olds: readonly string[], news: readonly string[]): readonly DiffLine[] {
  const rest = (): DiffLine[] => [
    ...olds.map((text): DiffLine => ({ kind: 'old', text })),
    ...news.map((text): DiffLine => ({ kind: 'new', text })),
  ];
  if (olds.length * news.length > mostCells) return rest();
  const width = news.length + 1;
  const longest = new Uint32Array((olds.length + 1) * width);
  const at = (row: number, column: number): number => longest[row * width + column] ?? 0;
  for (let row = olds.length - 1; row >= 0; row -= 1) {
    for (let column = news.length - 1; column >= 0; column -= 1) {
      longest[row * width + column] =
        olds[row] === news[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  return walk(olds, news, at);
}

function walk(
  olds: readonly string[],
  news: readonly string[],
  at: (row: number, column: number) => number,
): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let [row, column] = [0, 0];
  while (row < olds.length || column < news.length) {
    const [old, fresh] = [olds[row], news[column]];
    if (old !== undefined && old === fresh) {
      lines.push({ kind: 'same', text: old });
      row += 1;
      column += 1;
    } else if (old !== undefined && (fresh === undefined || at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ kind: 'old', text: old });
      row += 1;
    } else if (fresh !== undefined) {
      lines.push({ kind: 'new', text: fresh });
      column += 1;
    }
  }
  return lines;
}
