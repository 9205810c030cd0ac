import type { DocumentName } from '../../../document/document-name.ts';
import { kindOf } from '../../../document/document-name.ts';
import { readGlobal } from '../../../document/global.ts';
import type { Objection, PlannedDocument } from '../../../ports/target.ts';
import type { Asking } from './asking.ts';
import type { ServerFacts } from './read-facts.ts';
import { readFacts } from './read-facts.ts';
import { isNewer, versionOf } from './server-version.ts';
import { storageSlotsOf, whyStorageMisreads } from '../../../document/storage-slots.ts';

/**
 * What of these documents this server must not be given ("Pitfalls" of kits): deployed classes, documents of other databases, a database that
 * is read-only, exports of a later version, characters above 255 on an 8-bit instance, UDL before 2016.2; and storage that moves.
 */
export async function preflightInIris(
  { ask, target }: Asking,
  documents: readonly PlannedDocument[],
): Promise<readonly Objection[]> {
  if (documents.length === 0) return [];
  const facts = readFacts(await ask({ action: 'facts', lines: [] }), target);
  const asked = documents.map(({ name }) => ['document', name] as const);
  const { lines } = await ask({ action: 'check', lines: asked });
  const states = new Map(lines.map(({ values }) => [values[0] ?? '', stateOf(values)]));
  return documents.flatMap((document) => {
    const state = states.get(document.name) ?? nothingKnown;
    const refusals = refusalsOf(document, state, facts).map((why) =>
      objection('refusal', document.name, why),
    );
    const why = refusals.length > 0 ? null : storageRisk(document, state);
    return why === null ? refusals : [objection('consent', document.name, why)];
  });
}

interface DocumentState {
  readonly deployed: boolean;
  /** Empty: the namespace's own. */
  readonly mappedFrom: string;
  /** The `<Storage>` elements of a class. */
  readonly storage: string;
}

const nothingKnown: DocumentState = { deployed: false, mappedFrom: '', storage: '' };

function stateOf([, , deployed, mappedFrom = '', storage = '']: readonly string[]): DocumentState {
  return { deployed: deployed === '1', mappedFrom, storage };
}

function objection(kind: Objection['kind'], name: DocumentName, why: string): Objection {
  return { kind, name, why };
}

function refusalsOf(document: PlannedDocument, state: DocumentState, facts: ServerFacts): string[] {
  const { name, bytes, madeBy } = document;
  const why: (string | null)[] = [
    facts.readonly === true
      ? 'the database of this namespace is read-only. Mount it for writing, or patch where it is kept.'
      : null,
    state.deployed
      ? 'the class is deployed: its source is not here, so it could not be put back. Install the class anew from its source first, or leave it out.'
      : null,
    state.mappedFrom === ''
      ? null
      : `it lies in the database ${state.mappedFrom}, which other namespaces share. Install the patch in the namespace whose own database that is.`,
    madeBy !== null && isNewer(madeBy, facts.version)
      ? `it was exported from ${versionOf(madeBy) ?? ''}, and this server is ${versionOf(facts.version) ?? ''}: exports load into later versions only. Export it on the oldest version in use, or with /exportversion.`
      : null,
    !facts.unicode && bytes !== null && holdsWide(name, bytes)
      ? 'it holds characters above 255, and this is an 8-bit instance, which would garble them. Leave this site out.'
      : null,
    isUdl(name, bytes) && isNewer('2016.2', facts.version)
      ? 'it is a class in UDL, which servers before 2016.2 do not load. Put it into the kit as an XML export.'
      : null,
  ];
  return why.filter((each) => each !== null);
}

function isUdl(name: DocumentName, bytes: Uint8Array | null): boolean {
  return kindOf(name) === 'class' && bytes !== null && bytes[0] !== 0x3c;
}

/** Files are bytes, whatever they hold; all else is text. */
function holdsWide(name: DocumentName, bytes: Uint8Array): boolean {
  const isWide = (text: string): boolean => /[^\0-\xff]/.test(text);
  switch (kindOf(name)) {
    case 'file':
      return false;
    case 'global':
      return readGlobal(bytes).some(
        ({ reference, value }) =>
          isWide(value) || /\$C\((?:\d+,)*(?:25[6-9]|2[6-9]\d|[3-9]\d\d|\d{4,})/.test(reference),
      );
    case 'class':
    case 'routine':
    case 'include':
    case 'project':
    case 'other':
      return isWide(name) || isWide(Buffer.from(bytes).toString('utf8'));
  }
}

function storageRisk({ name, bytes }: PlannedDocument, { storage }: DocumentState): string | null {
  if (kindOf(name) !== 'class' || bytes === null) return null;
  return whyStorageMisreads(storageSlotsOf(storage), storageSlotsOf(Buffer.from(bytes).toString('utf8')));
}
