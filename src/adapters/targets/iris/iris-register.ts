import { failure } from '../../../base/failure.ts';
import type { RequestLine } from './helper-message.ts';
import { valuesOf } from './helper-message.ts';
import type { Asking } from './asking.ts';
import { lost } from './asking.ts';

/** The register in `^PatchFleet("register")`. */
export interface IrisRegister {
  /** All entries; the same list as long as nothing was added. Failure REGISTER_DAMAGED. */
  read(asking: Asking): Promise<readonly string[]>;
  /** All entries or none: one transaction of the database, on disk when it returns. */
  append(asking: Asking, entries: readonly string[]): Promise<void>;
}

/** Keeps what was read; of a longer register only what is new is read, from the last known entry on, which must be the same. */
export function irisRegister(): IrisRegister {
  let known: readonly string[] = [];
  return {
    read: async (asking) => {
      const from = Math.max(0, known.length - 1);
      const found = await readFrom(asking, from);
      if (found.length > 0 && found[0] === known[from] && found.length === known.length - from) return known;
      const isLonger = known.length > 0 && found.length > 0 && found[0] === known[from];
      known = isLonger ? [...known.slice(0, from), ...found] : from === 0 ? found : await readFrom(asking, 0);
      return known;
    },
    append: async (asking, entries) => {
      if (entries.length === 0) return;
      const lines = entries.flatMap((entry): RequestLine[] => [['entry'], ...textLines(entry)]);
      const answer = await asking.ask({ action: 'append', lines });
      if (valuesOf(answer, 'lost') !== null) throw lost(asking);
      if (valuesOf(answer, 'count') === null)
        throw failure('TARGET_ANSWER_INVALID', {
          target: asking.target,
          why: 'the register was not appended to.',
        });
    },
  };
}

/** Entries stand in pieces that every server can hold as one string. */
const longestText = 600;

function textLines(entry: string): RequestLine[] {
  const lines: RequestLine[] = [];
  for (let at = 0; at < entry.length; at += longestText)
    lines.push(['text', entry.slice(at, at + longestText)]);
  return lines;
}

async function readFrom({ ask, target }: Asking, from: number): Promise<readonly string[]> {
  const { lines } = await ask({ action: 'register', lines: [['from', String(from)]] });
  const entries: { pieces: number; texts: string[] }[] = [];
  for (const { key, values } of lines) {
    if (key === 'entry') entries.push({ pieces: Number(values[0]), texts: [] });
    if (key === 'text') entries.at(-1)?.texts.push(values[0] ?? '');
  }
  const torn = entries.findIndex(({ pieces, texts }) => pieces !== texts.length || pieces === 0);
  if (torn < 0) return entries.map(({ texts }) => texts.join(''));
  throw failure('REGISTER_DAMAGED', { target, why: `entry ${from + torn + 1} is not whole.` });
}
