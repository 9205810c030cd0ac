import type { Digest } from '../../base/digest.ts';
import type { PatchId } from '../../base/names.ts';
import { isPatchId } from '../../base/names.ts';
import { plainText } from '../../base/plain-text.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { kindOf } from '../../document/document-name.ts';
import { isEnsembleDeployment } from '../formats/ensemble-deployment.ts';
import type { GlobalsMode } from '../manifest.ts';
import { notesPlaceholder } from '../notes-skeleton.ts';
import type { ManifestDraft } from '../write-manifest.ts';
import { writeManifest } from '../write-manifest.ts';
import { computeCall } from './compute-call.ts';
import { bytesAsCharacters } from './decode-legacy-text.ts';
import type { EntryPoint } from './entry-points.ts';
import { legacyId } from './legacy-id.ts';
import type { TextFile } from './legacy-notes.ts';
import { chooseNotes } from './legacy-notes.ts';
import type { KnownPlaces } from './legacy-parameters.ts';
import { legacyParameters } from './legacy-parameters.ts';
import { readLegacyIni } from './read-legacy-ini.ts';
import { readSettings } from './read-settings.ts';

/** What was found in the folder of an old-style kit. */
interface LegacyKit {
  /** Its own name, without the folders above it. */
  readonly folder: string;
  /** Files with documents, in the order of their paths; no document stands in two of them. */
  readonly kit: readonly ReadKitFile[];
  readonly settings: readonly TextFile[];
  readonly notes: readonly TextFile[];
  readonly places: KnownPlaces;
}

export interface ReadKitFile {
  /** In the folder. */
  readonly path: string;
  /** In the patch. */
  readonly file: string;
  readonly sha256: Digest;
  readonly documents: readonly DocumentName[];
  readonly entryPoints: readonly EntryPoint[];
  /** Of %GO, which is written anew: the encoding in which it was read. Null: the file goes in as it is. */
  readonly readAs: string | null;
}

/** What a person said on the command line, which outranks every guess. */
interface ImportWishes {
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  /** `none`: nothing is called. */
  readonly run?: string | undefined;
}

/** The patch that an old-style kit becomes. */
export interface ImportedPatch extends Omit<ManifestDraft, 'id'> {
  /** Null: nothing in the folder makes one. */
  readonly id: PatchId | null;
  /** Files of the patch besides the kit: patch.yaml, patch.ini, notes. */
  readonly files: Readonly<Record<string, string>>;
  readonly types: readonly { readonly name: string; readonly type: string }[];
  /** True where nothing but a number says which code it runs. */
  readonly runByNumber: boolean;
  /** Each a sentence: what was taken for what, and why. */
  readonly guesses: readonly string[];
  /** What the files that were read say and the patch does not, and why. */
  readonly unused: readonly string[];
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
}

/** Guesses what an old-style kit means. The kit's files go in as they are. */
export function computeImport(found: LegacyKit, wishes: ImportWishes): ImportedPatch {
  const inis = found.settings.map(({ path, text }) => readLegacyIni(path, text));
  const settings = readSettings(inis.flatMap(({ entries }) => entries));
  const parameters = legacyParameters(settings.parameters, found.places);
  const notes = chooseNotes(found.notes, settings.facts.get('notes')?.value ?? null);
  const id = computeId(found, wishes, settings.facts.get('id'));
  const title = computeTitle(wishes, settings.facts.get('title'), notes);
  const requires = computeRequires(settings.facts.get('requires')?.value ?? '');
  const call = computeCall(wishes.run, id.value ?? '', settings.facts, found.kit);
  const globals = found.kit.map((file) => computeGlobals(file, settings.globals));
  const kit = found.kit.map(({ file, sha256 }, index) => ({
    file,
    sha256,
    ...(globals[index] ?? noGlobals),
  }));
  const draft = {
    ...{ title: title.value, requires: requires.ids, kit, remove: [], run: call.value },
    parameters: parameters.text === null ? null : 'patch.ini',
    notes: notes?.file ?? 'notes.md',
  };
  return {
    ...draft,
    ...{ id: id.value, types: parameters.types, runByNumber: call.byNumber },
    files: {
      'patch.yaml': writeManifest({ ...draft, id: id.value ?? '' }),
      ...(parameters.text === null ? {} : { 'patch.ini': parameters.text }),
      [draft.notes]:
        notes?.text ?? `# ${title.value}\n\nThe old kit came without notes. ${notesPlaceholder}\n`,
    },
    guesses: [
      ...[...id.guesses, ...title.guesses, ...requires.guesses, ...call.guesses],
      ...globals.flatMap(({ guesses }) => guesses),
      ...found.settings.map(
        ({ path }) => `${path} is read for what it says of the patch, and for parameters`,
      ),
      ...parameters.guesses,
      ...(notes === null
        ? ['no file looks like release notes: notes.md is to be written']
        : [`${notes.from} is the release notes`]),
      ...encodingGuesses(found),
      ...deploymentGuesses(found),
    ],
    unused: [...settings.unused, ...call.unused, ...requires.unused, ...parameters.unused, ...oddLines(inis)],
    leftOut: otherTexts(found, notes?.from ?? null),
  };
}

function oddLines(inis: readonly ReturnType<typeof readLegacyIni>[]): readonly string[] {
  return inis
    .flatMap(({ odd }) => odd)
    .map(({ file, line }) => `${file}:${line}: it is no name = value, or stands there twice`);
}

function otherTexts({ notes }: LegacyKit, chosen: string | null): ImportedPatch['leftOut'] {
  const why = `a text beside the notes, which are ${chosen ?? 'none'}; a page belongs below a folder csp/`;
  return notes.filter(({ path }) => path !== chosen).map(({ path }) => ({ path, why }));
}

interface Guessed<Value> {
  readonly value: Value;
  readonly guesses: readonly string[];
}

interface Wished {
  readonly value: string;
  readonly from: string;
}

function computeId(
  { folder }: LegacyKit,
  { id }: ImportWishes,
  said: Wished | undefined,
): Guessed<PatchId | null> {
  if (id !== undefined) return { value: isPatchId(id) ? id : null, guesses: [] };
  const sources: readonly (Wished | undefined)[] = [said, { value: folder, from: 'the name of the folder' }];
  for (const source of sources) {
    const value = source === undefined ? null : legacyId(source.value);
    if (source !== undefined && value !== null)
      return { value, guesses: [`the id is ${value}, by ${source.from}`] };
  }
  return { value: null, guesses: [] };
}

function computeTitle(
  { title }: ImportWishes,
  said: Wished | undefined,
  notes: { readonly from: string; readonly title: string | null } | null,
): Guessed<string> {
  if (title !== undefined) return { value: title, guesses: [] };
  const heading = notes === null || notes.title === null ? [] : [{ value: notes.title, from: notes.from }];
  const [first] = [...(said === undefined ? [] : [said]), ...heading]
    .map(({ value, from }) => ({ value: plainText(value, 200), from }))
    .filter(({ value }) => value !== '');
  if (first !== undefined) return { value: first.value, guesses: [`the title is that of ${first.from}`] };
  return { value: 'Imported patch', guesses: ['nothing says what the patch is called: give it a title'] };
}

function computeRequires(text: string): {
  readonly ids: readonly PatchId[];
  readonly guesses: readonly string[];
  readonly unused: readonly string[];
} {
  const words = text.split(/[,;\s]+/).filter((word) => word !== '' && !/^none$/i.test(word));
  const ids = [...new Set(words.map(legacyId).filter((id) => id !== null))];
  return {
    ids,
    guesses: ids.map((id) => `it requires ${id}, which has to be a patch of this repository`),
    unused: words
      .filter((word) => legacyId(word) === null)
      .map((word) => `${plainText(word, 80)} is required, and is no id of a patch`),
  };
}

interface GuessedGlobals {
  readonly globals: GlobalsMode | null;
  readonly names: readonly DocumentName[];
  readonly guesses: readonly string[];
}

const noGlobals: GuessedGlobals = { globals: null, names: [], guesses: [] };

/** Replace wipes what sites have: it is what a person says in the ini file, and never guessed. */
function computeGlobals(
  { path, documents }: ReadKitFile,
  said: ReadonlyMap<string, GlobalsMode>,
): GuessedGlobals {
  const names = documents.filter((name) => kindOf(name) === 'global');
  if (names.length === 0) return noGlobals;
  const modes = new Set(names.flatMap((name) => said.get(name) ?? []));
  const speaksOfReplace = /(^|[^a-z])(replace|full|kill)([^a-z]|$)/i.test(path);
  const [only] = modes.size === 1 && names.every((name) => said.has(name)) ? modes : [];
  const globals = only ?? 'merge';
  const why =
    only !== undefined
      ? 'as the ini file says'
      : modes.size > 0
        ? 'the ini file does not say one thing of all of them'
        : speaksOfReplace
          ? 'which takes nothing away; by its name replace may have been meant, which takes all else away: say so in patch.yaml if it is'
          : 'nothing says how, and merge takes nothing away';
  return { globals, names, guesses: [`${path} carries ${names.join(', ')}: ${globals}, ${why}`] };
}

function encodingGuesses({ notes, settings, kit }: LegacyKit): readonly string[] {
  return [
    ...[...settings, ...notes]
      .filter(({ encoding }) => encoding !== 'utf-8')
      .map(({ path, encoding }) => `${path} is read as ${encoding}, and written in UTF-8`),
    ...kit.flatMap(({ path, readAs }) =>
      readAs === null
        ? []
        : [
            `${path} is %GO and written anew as ZWR, read as ${readAs}${readAs === bytesAsCharacters ? ', each byte a character' : ''}; --encoding names another`,
          ],
    ),
  ];
}

function deploymentGuesses({ kit }: LegacyKit): readonly string[] {
  return kit
    .filter(({ documents }) => isEnsembleDeployment(documents))
    .map(
      ({ path }) =>
        `${path} is an Ensemble deployment: its documents go in, its settings of productions act only where Ensemble's own deployment loads it`,
    );
}
