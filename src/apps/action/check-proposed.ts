import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setOutput } from '@actions/core';
import { nodeDisk } from '../../adapters/files/node-disk.ts';
import type { Checkout } from '../../adapters/git/checkout.ts';
import { openCheckout } from '../../adapters/git/checkout.ts';
import { openStatusArchive } from '../../adapters/git/status-archive.ts';
import { Failure } from '../../base/failure.ts';
import { instantAsText } from '../../base/instant.ts';
import type { Preview } from '../../fleet/preview/preview.ts';
import { computePreview } from '../../fleet/preview/compute-preview.ts';
import type { StatusArchive } from '../../ports/status-archive.ts';
import type { CheckedProposal } from '../../publish/check-proposal.ts';
import { checkProposal } from '../../publish/check-proposal.ts';
import { readPreviewInput } from '../../publish/read-preview-input.ts';
import { previewAsJson } from '../../report/preview/preview-as-json.ts';
import { proposalAsMarkdown } from '../../report/proposal/proposal-as-markdown.ts';
import { withScratchFolder } from '../scratch-folder.ts';
import type { Occasion } from './event.ts';
import { readChannel, readStatusRemote, readTrust } from './inputs.ts';
import { mostSummaryBytes, tellFound, tellSummary } from './tell.ts';

interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly now: number;
  readonly secrets: readonly string[];
}

/** Checks what is proposed, and previews it; nothing is written to any host. Returns the exit code. */
export async function checkProposed(
  { target, proposed }: Extract<Occasion, { kind: 'proposal' }>,
  around: Surroundings,
): Promise<number> {
  const folder = around.env['GITHUB_WORKSPACE'] ?? process.cwd();
  const checkout = await openCheckout(folder);
  const base = await checkout.proposedAgainst(target, proposed);
  const found = await checkProposal(checkout, { base, head: checkout.head });
  const { preview, notes } = await previewed(checkout, folder, { found, around });
  setOutput('patches', found.changed);
  setOutput('preview-json', preview === null ? '' : writePreview(preview, around.env));
  tellFound(found, around.secrets);
  await tellSummary(proposalAsMarkdown({ ...found, preview, notes }, mostSummaryBytes), around.secrets);
  return found.problems.length === 0 ? 0 : 1;
}

interface Previewed {
  readonly preview: Preview;
  readonly remarks: readonly string[];
}

/** What the patches without problems, and the policy, would do; where that cannot be said, why. */
async function previewed(
  checkout: Checkout,
  folder: string,
  { found, around }: { readonly found: CheckedProposal; readonly around: Surroundings },
): Promise<{ readonly preview: Previewed | null; readonly notes: readonly string[] }> {
  if (found.patches.length === 0 && !found.changesPolicy) return { preview: null, notes: [] };
  const keys = readTrust();
  const publishers = { keys, unsigned: keys.length === 0 };
  const { patches, policyFiles } = found;
  return withScratchFolder(async (scratch) => {
    const notes: string[] = keys.length === 0 ? [noTrust] : [];
    const order = { now: around.now, channel: readChannel(), publishers, patches, policyFiles };
    try {
      const archive = await readArchive(folder, scratch, notes);
      const { input, remarks } = await readPreviewInput(checkout, archive, order);
      const preview = computePreview(input);
      const isNothing = preview.patches.length === 0 && preview.policy.length === 0;
      return { preview: isNothing ? null : { preview, remarks }, notes };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { preview: null, notes: [...notes, `There is no preview: ${error.message} ${error.hint}`] };
    }
  });
}

const noTrust =
  'The input `trust` is empty: a signed channel counts as that of a stranger, and is not previewed. Put the public keys there that publish and release.';

/** What the sites say; nothing, and a note, where that cannot be had: a pull request is not to blame for it. */
async function readArchive(folder: string, scratch: string, notes: string[]): Promise<StatusArchive> {
  const named = readStatusRemote();
  const path = named === null ? folder : resolve(folder, named.url);
  const isAddress = named !== null && /^[a-z]+:\/\/|^[^/]+@[^/]+:/i.test(named.url);
  const remote = isAddress ? named : { url: path, account: null, ca: null };
  const below = isAddress ? {} : { branchesBelow: 'refs/remotes/origin/' };
  try {
    const options = { folder: join(scratch, 'status'), remote, disk: nodeDisk(), ...below };
    const tips = await openStatusArchive(options).readAll();
    if (tips.length === 0) notes.push('No site says how it is here; see the input `status`.');
    return { readAll: () => Promise.resolve(tips) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    notes.push(`What the sites say could not be read: ${error.message}`);
    return { readAll: () => Promise.resolve([]) };
  }
}

/** The file that holds the preview for programs. */
function writePreview({ preview, remarks }: Previewed, env: NodeJS.ProcessEnv): string {
  const folder = join(env['RUNNER_TEMP'] ?? tmpdir(), 'patchfleet');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `preview-${instantAsText(preview.at).replace(/[:.]/g, '-')}.json`);
  writeFileSync(file, `${JSON.stringify(previewAsJson(preview, remarks), null, 2)}\n`);
  return file;
}
