import type { z } from 'zod';
import type { previewSchema } from '../../src/report/preview/preview-schema.ts';

/** Lines of each document, by name. */
export type Contents = ReadonlyMap<string, readonly string[]>;

/** Of one document: lines that are there no more, and new ones, sorted. */
export interface LineChange {
  readonly old: readonly string[];
  readonly new: readonly string[];
}

export type LineChanges = Readonly<Record<string, LineChange>>;

/** What changed from one state to the other; computed by no code of patchfleet. */
export function changesBetween(before: Contents, after: Contents): LineChanges {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const changed = names.filter((name) => before.get(name)?.join('\n') !== after.get(name)?.join('\n'));
  return Object.fromEntries(
    changed.map((name) => [name, net(before.get(name) ?? [], after.get(name) ?? [])]),
  );
}

/** What `preview --json` shows of one patch, of documents of which it knows what the site holds. */
export function changesInPreview(
  differences: z.output<typeof previewSchema>['patches'][number]['differences'],
): LineChanges {
  return Object.fromEntries(
    differences
      .filter(({ merged }) => !merged)
      .map(({ document, parts }) => {
        const lines = parts.flatMap((part) => part.lines);
        const of = (kind: string) => lines.filter((line) => line.kind === kind).map(({ text }) => text);
        return [document, net(of('old'), of('new'))];
      }),
  );
}

/** What `diff` prints. */
export function changesInDiff(out: string): LineChanges {
  const changes: Record<string, LineChange> = {};
  for (const part of out
    .replace(/\n$/, '')
    .split(/\n\n(?=[a-z]+ \S.* \((?:added|changed|deleted)[^\n]*\)\n)/)) {
    const [heading = '', ...lines] = part.split('\n');
    const name = /^[a-z]+ (.*) \((?:added|changed|deleted)/.exec(heading)?.[1] ?? heading;
    const of = (sign: string) =>
      lines.filter((line) => line.startsWith(`${sign} `)).map((line) => line.slice(2));
    changes[name] = net(of('-'), of('+'));
  }
  return changes;
}

/** Lines that come or go, each as often as it does; a line that only moved is neither. */
function net(olds: readonly string[], news: readonly string[]): LineChange {
  return { old: without(olds, news), new: without(news, olds) };
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...lines];
  for (const line of others) {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
  }
  return left.sort();
}
