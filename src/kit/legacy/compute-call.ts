import { runField } from '../manifest-schema.ts';
import type { EntryPoint } from './entry-points.ts';
import type { Fact, Said } from './read-settings.ts';
import { releaseCall } from './release-call.ts';
import { unsureCallAsText } from './unsure-call-as-text.ts';

interface Call {
  /** For `install.run`; null: nothing is called. */
  readonly value: string | null;
  /** True where nothing but its number says that it is of this release. */
  readonly byNumber: boolean;
  readonly guesses: readonly string[];
  readonly unused: readonly string[];
}

/** The code that the patch runs: what a person wishes, what the ini file says, or the one method or label that can only be that of the release. */
export function computeCall(
  wished: string | undefined,
  id: string,
  facts: ReadonlyMap<Fact, Said>,
  kit: readonly { readonly entryPoints: readonly EntryPoint[] }[],
): Call {
  if (wished !== undefined)
    return { value: wished === 'none' ? null : wished, byNumber: false, guesses: [], unused: [] };
  const [owner, call] = [facts.get('class'), facts.get('call')];
  const unused: string[] = [];
  if (call !== undefined) {
    const value = spelled(call.value, owner?.value);
    if (value !== null)
      return { value, byNumber: false, guesses: [`it runs ${value}, by ${call.from}`], unused };
    unused.push(`${call.from}: it is no call such as ##class(Lab.Patches).P014 or LABEL^ROUTINE`);
  }
  const entries = kit.flatMap(({ entryPoints }) => entryPoints);
  const own = owner === undefined ? entries : entries.filter((entry) => entry.owner === owner.value);
  const { call: found, candidates } = releaseCall(id, own, owner !== undefined);
  if (found !== null) {
    const guess = `it runs ${found.call}, whose number is that of the release; --run none keeps it from that`;
    return { value: found.call, byNumber: true, guesses: [guess], unused };
  }
  if (owner !== undefined && call === undefined)
    unused.push(`${owner.from}: none of its methods is surely that of the release`);
  return { value: null, byNumber: false, guesses: [whyNone(candidates)], unused };
}

function whyNone(candidates: readonly EntryPoint[]): string {
  if (candidates.length === 0) return 'it runs no code of its own: none was found for this release';
  return unsureCallAsText(
    'it runs no code of its own',
    candidates.map(({ call }) => call),
  );
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
