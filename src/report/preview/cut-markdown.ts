import { countAsText } from '../count-as-text.ts';

/** A piece of a page that is shown whole, but for tables, which end after any row, and folds, which end after any piece. */
export type MarkdownPiece =
  | { readonly kind: 'text'; readonly what: Counted; readonly text: string }
  | {
      readonly kind: 'table';
      readonly what: Counted;
      readonly head: string;
      readonly rows: readonly string[];
    }
  | {
      readonly kind: 'fold';
      readonly summary: string;
      readonly open: boolean;
      readonly pieces: readonly MarkdownPiece[];
    };

/** In what pieces that are left out are counted. */
type Counted = 'section' | 'row' | 'timeline' | 'difference';

/** Bytes that are kept for what is said of the rest. */
const sentenceBytes = 300;

/**
 * A page of at most so many bytes of UTF-8: what does not fit is left out from there to the end, every fold is closed, and a sentence says how much is
 * left out. `mostBytes` has to leave room for that sentence.
 */
export function cutMarkdown(pieces: readonly MarkdownPiece[], mostBytes: number): string {
  const page = new Page(mostBytes - sentenceBytes);
  for (const piece of pieces) page.add(piece);
  const left = [...page.left].map(([what, count]) => countAsText(count, what));
  const tail =
    left.length === 0
      ? []
      : [
          '',
          `**Cut here**, at ${mostBytes} bytes: ${left.join(', ')} left out; \`patchfleet preview\` shows all.`,
        ];
  return `${[...page.lines, ...tail].join('\n')}\n`;
}

const foldEnd = ['', '</details>'];

class Page {
  readonly lines: string[] = [];
  readonly left = new Map<Counted, number>();
  private room: number;

  constructor(room: number) {
    this.room = room;
  }

  add(piece: MarkdownPiece): void {
    switch (piece.kind) {
      case 'text':
        if (!this.put(['', piece.text])) this.leaveOut(piece.what, 1);
        return;
      case 'table':
        this.addTable(piece);
        return;
      case 'fold':
        this.addFold(piece);
    }
  }

  private addTable({ what, head, rows }: Extract<MarkdownPiece, { kind: 'table' }>): void {
    const [first, ...others] = rows;
    if (first === undefined) return;
    if (!this.put(['', head, first])) this.leaveOut(what, 1);
    for (const row of others) if (!this.put([row])) this.leaveOut(what, 1);
  }

  /** The end of a fold has its room before its beginning is put. */
  private addFold({ summary, open, pieces }: Extract<MarkdownPiece, { kind: 'fold' }>): void {
    const start = ['', `<details${open ? ' open' : ''}><summary>${summary}</summary>`];
    const endBytes = bytesOf(foldEnd);
    this.room -= endBytes;
    const length = this.lines.length;
    const isThere = this.put(start);
    const filled = this.lines.length;
    for (const piece of pieces) this.add(piece);
    if (isThere && this.lines.length > filled) this.lines.push(...foldEnd);
    else {
      this.lines.length = length;
      this.room += endBytes;
    }
  }

  /** Once something did not fit, nothing does. */
  private put(lines: readonly string[]): boolean {
    const bytes = bytesOf(lines);
    if (this.left.size > 0 || bytes > this.room) {
      this.room = 0;
      return false;
    }
    this.room -= bytes;
    this.lines.push(...lines);
    return true;
  }

  private leaveOut(what: Counted, count: number): void {
    this.left.set(what, (this.left.get(what) ?? 0) + count);
  }
}

function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}
