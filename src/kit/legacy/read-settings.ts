import type { IniEntry } from './read-legacy-ini.ts';

/** What an ini file says of the patch itself; what remains is parameters. */
interface LegacySettings {
  readonly facts: ReadonlyMap<Fact, Said>;
  /** How a global goes in, by its bare name with `^`. */
  readonly globals: ReadonlyMap<string, 'merge' | 'replace'>;
  readonly parameters: readonly IniEntry[];
  /** What of it has no place in a patch, and why. */
  readonly unused: readonly string[];
}

export interface Said {
  readonly value: string;
  /** Where it stands. */
  readonly from: string;
}

export type Fact = 'id' | 'title' | 'requires' | 'class' | 'call' | 'notes';

const facts: readonly (readonly [fact: Fact, keys: RegExp])[] = [
  ['id', /^(patch[ _-]?)?(id|no|nr|number|patch)$/i],
  ['title', /^(title|description|subject|name)$/i],
  ['requires', /^(requires?|requirements|depends([ _-]?on)?|prerequisites?)$/i],
  ['class', /^(patch[ _-]?)?class$/i],
  ['call', /^(run|method|entry|routine|call|execute)$/i],
  ['notes', /^(release[ _-]?)?notes$/i],
];

const aboutThePatch = /^(patch|kit|release|general|info|header|install|setup)$/i;

/** Tells what the names of sections and keys mean. Above the first section only what is known is about the patch. */
export function readSettings(entries: readonly IniEntry[]): LegacySettings {
  const said = new Map<Fact, Said>();
  const globals = new Map<string, 'merge' | 'replace'>();
  const parameters: IniEntry[] = [];
  const unused: string[] = [];
  for (const entry of entries) {
    const fact = facts.find(([, keys]) => keys.test(entry.key))?.[0];
    const isHead = entry.section === '' || aboutThePatch.test(entry.section);
    if (/^globals?$/i.test(entry.section)) takeGlobal(entry);
    else if (isHead && fact !== undefined && !said.has(fact) && entry.value !== '')
      said.set(fact, { value: entry.value, from: placeOf(entry) });
    else if (aboutThePatch.test(entry.section))
      unused.push(`${placeOf(entry)}: a patch has no place for it; put it into the notes if people need it`);
    else parameters.push(entry);
  }
  return { facts: said, globals, parameters, unused };

  function takeGlobal(entry: IniEntry): void {
    const name = `^${entry.key.replace(/^\^/, '').replace(/\(.*$/, '')}`;
    const mode = /^(replace|kill|overwrite|full)$/i.test(entry.value)
      ? 'replace'
      : /^(merge|add|update|keep|set)$/i.test(entry.value)
        ? 'merge'
        : null;
    if (mode === null) unused.push(`${placeOf(entry)}: expected merge or replace`);
    else globals.set(name, mode);
  }
}

/** `patch.ini:7 [Patch] Author`: values are not shown, since one may be a secret. */
export function placeOf({ file, line, section, key }: IniEntry): string {
  return `${file}:${line}${section === '' ? '' : ` [${section}]`} ${key}`;
}
