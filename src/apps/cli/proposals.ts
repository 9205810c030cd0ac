import { plainText } from '../../base/plain-text.ts';
import type { PatchId } from '../../base/names.ts';
import type { DocumentName } from '../../document/document-name.ts';
import type { KitDocument } from '../../kit/kit-document.ts';
import { proposeRun } from '../../kit/propose-run.ts';
import { unsureCallAsText } from '../../kit/legacy/unsure-call-as-text.ts';
import { touchedName } from '../../kit/touched-name.ts';
import { proposeRequires } from '../../publish/earlier/propose-requires.ts';
import { earlierHere } from './earlier-here.ts';

/** The new patch, as far as it is known. */
interface NewPatch {
  /** Of the patches repository. */
  readonly top: string;
  readonly id: PatchId;
  readonly documents: readonly KitDocument[];
  readonly remove: readonly DocumentName[];
}

interface ProposalWish {
  /** Patches that a person named. False: none are to be proposed. */
  readonly requires: readonly PatchId[] | false;
  /** The call that a person named; `none`: there is to be none. */
  readonly run: string | undefined;
}

interface Proposals {
  readonly requires: readonly PatchId[];
  readonly run: string | null;
  /** Lines that say what was written without being asked, and why. */
  readonly told: readonly string[];
}

/** What else a new patch needs, by what it touches and by what its code is called. */
export async function proposeFor(patch: NewPatch, wish: ProposalWish): Promise<Proposals> {
  const requires = await requirementsOf(patch, wish.requires);
  const code = runOf(patch, wish.run);
  return { requires: requires.ids, run: code.run, told: [...requires.told, ...code.told] };
}

async function requirementsOf({ top, id, documents, remove }: NewPatch, given: ProposalWish['requires']) {
  if (given === false) return { ids: [], told: [] };
  const touched = [...new Set([...documents.map(touchedName), ...remove])];
  const earlier = await earlierHere(top, { id, requires: given, supersedes: [], touched });
  const proposed = proposeRequires(touched, earlier, given);
  const told = proposed.map((one) => {
    const [first = '', ...more] = one.documents;
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    return `It requires ${one.patch}, the last patch here that carries ${plainText(first, 200)}${others} (--no-requires leaves that out).`;
  });
  return { ids: [...given, ...proposed.map(({ patch }) => patch)], told };
}

function runOf({ id, documents }: NewPatch, wish: string | undefined) {
  if (wish !== undefined) return { run: wish === 'none' ? null : wish, told: [] };
  const { run, candidates } = proposeRun(
    id,
    documents.map(({ document }) => document),
  );
  if (run !== null)
    return {
      run,
      told: [`It runs ${run}, whose number is that of the release (--run none leaves that out).`],
    };
  if (candidates.length === 0) return { run, told: [noCode] };
  return { run, told: [`${unsureCallAsText('It runs no code of its own', candidates)}.`] };
}

const noCode =
  'It runs no code of its own: no method or label of a patch class in the kit has the number of the release (--run names one).';
