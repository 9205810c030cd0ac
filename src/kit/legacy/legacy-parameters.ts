import type { RingName, SiteName } from '../../base/names.ts';
import { isRingName, isSiteName } from '../../base/names.ts';
import { redactGuesses } from '../../base/redact.ts';
import type { Place } from '../manifest.ts';
import { speaksOfSecret } from '../secret-names.ts';
import { writeParameters } from '../write-parameters.ts';
import type { IniEntry } from './read-legacy-ini.ts';
import { placeOf } from './read-settings.ts';

/** The sites and rings of the fleet, to tell which of them a section means. */
export interface KnownPlaces {
  readonly sites: readonly string[];
  readonly rings: readonly string[];
}

interface LegacyParameters {
  /** `patch.ini`; null: there are none. */
  readonly text: string | null;
  /** What each looks like; in patch.ini every value is a text. */
  readonly types: readonly { readonly name: string; readonly type: string }[];
  readonly guesses: readonly string[];
  readonly unused: readonly string[];
}

/** A section of values that hold everywhere. */
const everywhere =
  /^(param(eter)?s?|settings?|config(uration)?|defaults?|values?|all|common|global settings)$/i;

/** Turns what an ini file says to the patch's own code into `patch.ini`. */
export function legacyParameters(entries: readonly IniEntry[], known: KnownPlaces): LegacyParameters {
  const parameters: Gathered = { defaults: new Map(), rings: new Map(), sites: new Map() };
  const guesses = new Map<string, string>();
  const unused: string[] = [];
  for (const entry of entries) {
    const meaning = meaningOf(entry.section, known);
    const wished = `${meaning.prefix}${entry.key}`;
    const name = wished.replace(/[^\w.%-]+/g, '_').slice(0, 100);
    const values = valuesFor(parameters, meaning.place);
    const why = whyNot(entry, name, values);
    if (why !== null) unused.push(`${placeOf(entry)}: ${why}`);
    else values.set(name, entry.value);
    if (why !== null) continue;
    if (meaning.guess !== null) guesses.set(`[${entry.section}]`, meaning.guess);
    if (entry.cut)
      guesses.set(`${placeOf(entry)} cut`, `${placeOf(entry)}: what follows ; or # is taken for a comment`);
    if (wished !== name) guesses.set(placeOf(entry), `${placeOf(entry)} is called ${name}`);
  }
  const types = [...parameters.defaults].map(([name, value]) => ({ name, type: typeOf(value) }));
  const text = writeParameters(parameters);
  const head = types.map(({ name, type }) => `; ${name}: ${type}\n`).join('');
  return { text: text === '' ? null : `${head}${text}`, types, guesses: [...guesses.values()], unused };
}

type Values = Map<string, string>;

interface Gathered {
  readonly defaults: Values;
  readonly rings: Map<RingName, Values>;
  readonly sites: Map<SiteName, Values>;
}

interface Meaning {
  /** Null: it holds everywhere. */
  readonly place: Place | null;
  /** Before the names of its keys. */
  readonly prefix: string;
  readonly guess: string | null;
}

function meaningOf(section: string, known: KnownPlaces): Meaning {
  if (section === '' || everywhere.test(section)) return { place: null, prefix: '', guess: null };
  const words = section.replace(/^(param(eter)?s?|settings?|config(uration)?)[\s._:/-]+/i, '');
  const [, kind = '', rest = words] = /^(?:(site|ring|env(?:ironment)?)[\s._:/-]+)?(.+)$/i.exec(words) ?? [];
  const slug = rest
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const site = /^(ring|env)/i.test(kind) ? null : match(slug, known.sites);
  const ring = /^site$/i.test(kind) ? null : match(slug, known.rings);
  if (site !== null && isSiteName(site)) return at({ kind: 'site', name: site }, true);
  if (ring !== null && isRingName(ring)) return at({ kind: 'ring', name: ring }, true);
  if (/^site$/i.test(kind) && isSiteName(slug)) return at({ kind: 'site', name: slug }, false);
  if (kind !== '' && isRingName(slug)) return at({ kind: 'ring', name: slug }, false);
  const prefix = `${section.replace(/[^\w%-]+/g, '_')}.`;
  const guess = `the section [${section}] names no site and no ring of fleet.yaml: its parameters are called ${prefix}…`;
  return { place: null, prefix: /^[A-Za-z%]/.test(prefix) ? prefix : `section_${prefix}`, guess };

  function at(place: Place, isKnown: boolean): Meaning {
    const remark = isKnown ? '' : ', which fleet.yaml does not name';
    return {
      place,
      prefix: '',
      guess: `the section [${section}] is for the ${place.kind} ${place.name}${remark}`,
    };
  }
}

/** Old files say MADRID where the fleet says prod-madrid. */
function match(slug: string, names: readonly string[]): string | null {
  if (names.includes(slug)) return slug;
  const ends = names.filter((name) => name.endsWith(`-${slug}`));
  return slug !== '' && ends.length === 1 ? (ends[0] ?? null) : null;
}

function valuesFor({ defaults, rings, sites }: Gathered, place: Place | null): Values {
  if (place === null) return defaults;
  const there = place.kind === 'site' ? sites.get(place.name) : rings.get(place.name);
  const values: Values = there ?? new Map<string, string>();
  if (place.kind === 'site') sites.set(place.name, values);
  else rings.set(place.name, values);
  return values;
}

function whyNot({ key, value }: IniEntry, name: string, values: Values): string | null {
  if (speaksOfSecret(key) || redactGuesses(value) !== value)
    return 'it looks like a secret, and a release is no place for one: keep it at the site';
  if (!/^[A-Za-z%]/.test(name)) return 'a name that does not begin with a letter';
  return values.has(name) ? `there is a parameter ${name} already` : null;
}

function typeOf(value: string): string {
  if (value === '') return 'empty';
  if (/^[+-]?\d+([.,]\d+)?$/.test(value)) return 'a number';
  if (/^(yes|no|true|false|on|off|y|n)$/i.test(value)) return 'yes or no';
  if (/^(\d{4}-\d\d?-\d\d?|\d\d?[/.]\d\d?[/.]\d{4})$/.test(value)) return 'a date';
  if (/^\d\d?:\d\d(:\d\d)?$/.test(value)) return 'a time of day';
  if (/^\^%?[A-Za-z]/.test(value)) return 'a global or routine';
  if (/^([a-z]+:\/\/|[\w-]+(\.[\w-]+)+(:\d+)?$)/i.test(value)) return 'an address';
  if (/[,;|]/.test(value)) return 'a list';
  return 'a text';
}
