import { Failure } from '../base/failure.ts';
import type { Digest } from '../base/digest.ts';
import type { Instant } from '../base/instant.ts';
import type { PatchId } from '../base/names.ts';
import { splitSignedTag } from '../base/signed-object.ts';
import { gitNamespace } from '../base/signer.ts';
import { verifySshSignature } from '../base/ssh-signature.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import { readChannelContent } from '../desired/read-desired-state.ts';
import { kitsWanted } from '../fleet/preview/concerned-documents.ts';
import { concernedByPolicy } from '../fleet/preview/concerned-patches.ts';
import type { ChannelWord, PatchContent, PreviewedPatch, PreviewInput } from '../fleet/preview/preview.ts';
import { noTag } from '../fleet/preview/preview.ts';
import { readSiteRecords } from '../fleet/preview/site-records.ts';
import type { PatchesRepository } from '../ports/patches-repository.ts';
import type { StatusArchive } from '../ports/status-archive.ts';
import type { CheckedPatch } from './check-patch.ts';
import { checkPatch } from './check-patch.ts';
import { entryOf } from './index-releases.ts';
import type { PatchFolder } from './patch-folder.ts';
import { checkPolicyFiles } from './policy-files.ts';
import type { PublishedChannel } from './read-published.ts';
import { readPublished } from './read-published.ts';
import { readReleaseContent } from './read-release-content.ts';
import { uncountedTerms } from './uncounted-terms.ts';
import type { OurKeys } from './why-not-ours.ts';

/** What is proposed, and against which channel. */
interface PreviewOrder {
  readonly now: Instant;
  /** Name of the channel without `channel/`. */
  readonly channel: string;
  /** Whose channel counts. */
  readonly publishers: OurKeys;
  /** The patches that are to be previewed, as they are proposed. */
  readonly patches: readonly PatchFolder[];
  /** Policy as it is proposed, by path. */
  readonly policyFiles: ReadonlyMap<string, Uint8Array>;
}

interface ReadPreview {
  readonly input: PreviewInput;
  /** What will not be as somebody may think: policy files that do not count, patches that cannot be released. */
  readonly remarks: readonly string[];
  /** Patches whose id is released with another content. */
  readonly changed: readonly PatchId[];
}

type Reading = Pick<PatchesRepository, 'readRef' | 'readObject' | 'readFiles' | 'readBlob'>;

/**
 * Gathers what a preview is computed from: the channel as of the last refresh, with these patches behind its releases and with this policy; the released
 * patches that the policy can concern; every site's status, by one fetch; the kits that tell what sites hold. Whose approvals, holds and recalls count is
 * taken from the people of fleet.yaml. Failures of checkPatch, checkPolicyFiles, readPublished and the archive.
 */
export async function readPreviewInput(
  repository: Reading,
  archive: StatusArchive,
  order: PreviewOrder,
): Promise<ReadPreview> {
  const { now, channel, policyFiles } = order;
  const found = await readPublished(repository, { channel, ...order.publishers });
  const remarks = checkPolicyFiles(policyFiles);
  const known = found?.content.releases ?? [];
  const { patches: proposed, entries, changed } = await readPatches(repository, order.patches, known);
  const releases = [...known, ...entries];
  const counter = (found?.content.counter ?? 0) + 1;
  const head = { name: channel, counter, publishedAt: now, expiresAt: now };
  const desired = readChannelContent({ ...head, releases, policyFiles }, noTag);
  const { sites: fleetSites, people } = desired.fleet;
  const sites = readSiteRecords(fleetSites, await archive.readAll(), now);
  const published = found === null ? null : publishedWord(found);
  const word = { desired, policyFiles, trust: { approver: people, operator: people } };
  const concerned = concernedByPolicy({
    ...word,
    published,
    sites,
    fresh: proposed.map(({ patch }) => patch),
  });
  const patches = [...proposed, ...(await readConcerned(repository, concerned, known))];
  const input = { ...word, now, published, patches, sites };
  return {
    input: { ...input, kits: await readKits(repository, input, known) },
    remarks: [
      ...remarks,
      ...uncountedTerms(policyFiles, releases),
      ...namelessRemark(policyFiles, people),
      ...changed.map(changedRemark),
    ],
    changed,
  };
}

/** Whom a site trusts only the site knows; here the people of fleet.yaml stand for that. */
function namelessRemark(
  policyFiles: PreviewOrder['policyFiles'],
  people: readonly unknown[],
): readonly string[] {
  const isSigned = (path: string): boolean => /^(?:approvals|holds|recalls)\//.test(path);
  if (people.length > 0 || ![...policyFiles.keys()].some(isSigned)) return [];
  return [
    'fleet.yaml names nobody, so no approval, hold or recall counts here; at a site those do whose keys its site.yaml trusts.',
  ];
}

function publishedWord({ content, commit }: PublishedChannel): ChannelWord {
  const desired = readChannelContent(content, commit);
  const { people } = desired.fleet;
  const { policyFiles } = content;
  return { desired, policyFiles, trust: { approver: people, operator: people } };
}

/** Released patches that nobody proposes, as they were released. */
async function readConcerned(
  repository: Reading,
  concerned: readonly PatchId[],
  known: readonly ReleaseEntry[],
): Promise<readonly PreviewedPatch[]> {
  const patches: PreviewedPatch[] = [];
  for (const release of known.filter(({ id }) => concerned.includes(id))) {
    const [content, signer] = [
      await orNull(() => readReleaseContent(repository, release)),
      await orNull(() => signerOf(repository, release)),
    ];
    patches.push({ patch: release.id, change: 'policy', signer, content });
  }
  return patches;
}

/** What is not there or cannot be read is not known. */
async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

function changedRemark(patch: PatchId): string {
  return `${patch} is released with another content; what a release is never changes, so this one needs an id of its own.`;
}

interface ReadPatches {
  readonly patches: readonly PreviewedPatch[];
  /** Of those that are not released yet, in the order in which a release at one moment puts them. */
  readonly entries: readonly ReleaseEntry[];
  readonly changed: readonly PatchId[];
}

async function readPatches(
  repository: Pick<PatchesRepository, 'readObject'>,
  folders: readonly PatchFolder[],
  known: readonly ReleaseEntry[],
): Promise<ReadPatches> {
  const patches: PreviewedPatch[] = [];
  const fresh: CheckedPatch[] = [];
  const changed: PatchId[] = [];
  for (const folder of folders) {
    const checked = await checkPatch(folder);
    const { manifest, documents, releaseDigest } = checked;
    const released = known.find(({ id }) => id === manifest.id);
    if (released !== undefined && released.digest !== releaseDigest) {
      changed.push(manifest.id);
      continue;
    }
    if (released === undefined) fresh.push(checked);
    patches.push({
      ...{ patch: manifest.id, content: { manifest, kit: documents } },
      change: released === undefined ? 'new' : 'released',
      signer: released === undefined ? null : await signerOf(repository, released),
    });
  }
  fresh.sort((a, b) => (a.manifest.id < b.manifest.id ? -1 : 1));
  const entries = fresh.map((checked, index) => ({
    ...entryOf(checked),
    ...{ tag: noTag, sequence: known.length + 1 + index },
  }));
  return { patches, entries, changed };
}

/** Public key that signed a release's tag; null: none, or a wrong signature. */
async function signerOf(
  repository: Pick<PatchesRepository, 'readObject'>,
  { tag }: ReleaseEntry,
): Promise<string | null> {
  const { payload, signature } = splitSignedTag(await repository.readObject(tag));
  const check = signature === null ? null : verifySshSignature(signature, gitNamespace, payload);
  return check?.kind === 'good' ? check.key : null;
}

/** Of a kit that cannot be had or read, nothing is known. */
async function readKits(
  repository: Pick<PatchesRepository, 'readObject' | 'readFiles' | 'readBlob'>,
  input: Omit<PreviewInput, 'kits'>,
  known: readonly ReleaseEntry[],
): Promise<ReadonlyMap<Digest, PatchContent>> {
  const kits = new Map<Digest, PatchContent>();
  for (const { patch, releaseDigest } of kitsWanted(input)) {
    const release = known.find(({ id, digest }) => id === patch && digest === releaseDigest);
    if (release === undefined) continue;
    const content = await orNull(() => readReleaseContent(repository, release));
    if (content !== null) kits.set(releaseDigest, content);
  }
  return kits;
}
