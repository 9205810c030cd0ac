import { runField } from '../manifest-schema.ts';
import type { EntryPoint } from './entry-points.ts';
import { entryPointFor } from './entry-points.ts';
import type { Fact, Said } from './read-settings.ts';

interface Call {
  /** For `install.run`; null: nothing is called. */
  readonly value: string | null;
  readonly guesses: readonly string[];
  readonly unused: readonly string[];
}

/** The code that the patch runs: what a person wishes, what the ini file says, or the one method or label whose number is that of the release. */
export function computeCall(
  wished: string | undefined,
  id: string,
  facts: ReadonlyMap<Fact, Said>,
  kit: readonly { readonly entryPoints: readonly EntryPoint[] }[],
): Call {
  if (wished !== undefined) return { value: wished === 'none' ? null : wished, guesses: [], unused: [] };
  const [owner, call] = [facts.get('class'), facts.get('call')];
  const unused: string[] = [];
  if (call !== undefined) {
    const value = spelled(call.value, owner?.value);
    if (value !== null) return { value, guesses: [`it runs ${value}, by ${call.from}`], unused };
    unused.push(`${call.from}: it is no call such as ##class(Lab.Patches).P014 or LABEL^ROUTINE`);
  }
  const entries = kit.flatMap(({ entryPoints }) => entryPoints);
  const own = owner === undefined ? entries : entries.filter((entry) => entry.owner === owner.value);
  const found = entryPointFor(id, own);
  if (found === null) {
    if (owner !== undefined && call === undefined)
      unused.push(`${owner.from}: none of its methods has the number of the release`);
    return { value: null, guesses: ['it runs no code of its own: none was found for this release'], unused };
  }
  return {
    value: found.call,
    guesses: [`it runs ${found.call}, whose number is that of the release`],
    unused,
  };
}

/** A call as patch.yaml has it, of what an old file says: with or without `do`, class and arguments. */
function spelled(text: string, owner: string | undefined): string | null {
  const call = text
    .replace(/^(do|d|set\s+\w+\s*=)\s+/i, '')
    .replace(/\([^()]*\)$/, '')
    .trim();
  const [, name = ''] = /^(%?[A-Za-z]\w*)$/.exec(call) ?? [];
  const [, inClass = '', method = ''] = /^(%?[A-Za-z]\w*(?:\.\w+)+)\.(%?\w+)$/.exec(call) ?? [];
  const candidates = [
    ...(name !== '' && owner !== undefined ? [`##class(${owner}).${name}`] : []),
    ...(inClass === '' ? [] : [`##class(${inClass}).${method}`]),
    ...(name === '' ? [call.replace(/^\$\$/, '')] : []),
  ];
  return candidates.find((candidate) => runField.safeParse(candidate).success) ?? null;
}
