import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../../adapters/files/node-disk.ts';
import { pathsOnBase } from '../../adapters/git/commit-base.ts';
import { commitFolder } from '../../adapters/git/commit-folder.ts';
import type { GitRemote } from '../../adapters/git/git-remote.ts';
import { openPatchesRepository } from '../../adapters/git/patches-repository.ts';
import { openStatusArchive } from '../../adapters/git/status-archive.ts';
import { Failure } from '../../base/failure.ts';
import type { Fleet } from '../../desired/fleet.ts';
import { parseFleet } from '../../desired/parse-fleet.ts';
import { computePreview } from '../../fleet/preview/compute-preview.ts';
import { touchedName } from '../../kit/touched-name.ts';
import { readSiteRecords } from '../../fleet/preview/site-records.ts';
import type { PatchesRepository } from '../../ports/patches-repository.ts';
import type { ArchivedTip, StatusArchive } from '../../ports/status-archive.ts';
import { computePatchFolders, idOfFolder } from '../../publish/patch-folder.ts';
import { readPreviewInput } from '../../publish/read-preview-input.ts';
import type { OurKeys } from '../../publish/why-not-ours.ts';
import { earlierHere } from '../cli/earlier-here.ts';
import { proposedPolicy } from '../cli/proposed-tree.ts';
import type { Shell } from '../cli/shell.ts';
import { patchesAround } from '../cli/working-copy.ts';
import type { BuiltPatch } from './build-patch.ts';
import { buildPatch } from './build-patch.ts';
import type { DocumentSource } from './document-source.ts';
import type { DraftId } from './draft.ts';
import { openDraftStore } from './draft-store.ts';
import { keepFor } from './keep-for.ts';
import { proposalBranch } from './proposal-branch.ts';
import type { ReleasedDocuments } from './released-documents.ts';
import { readReleasedDocuments } from './released-documents.ts';
import type { StudioDesk } from './studio-desk.ts';

interface DeskWish {
  readonly shell: Shell;
  /** Top of a working copy that git knows. */
  readonly top: string;
  readonly source: DocumentSource;
  /** Drafts, and what is only kept to be faster. */
  readonly state: string;
  readonly zone: string;
  /** The patches repository on its host; null: the working copy has none. */
  readonly remote: GitRemote | null;
  /** Where the sites say how they are; null: nowhere. */
  readonly status: GitRemote | null;
  readonly channel: string;
  readonly publishers: OurKeys;
  readonly secrets: readonly string[];
}

/** What the host has is asked for anew after so long. */
const freshFor = 5 * 60_000;

/** Joins a working copy, a source and a host to what the studio works with. Nothing is asked of the host yet. */
export function openStudioDesk(wish: DeskWish): StudioDesk {
  const { shell, top, source, state, zone, remote, status } = wish;
  const disk = nodeDisk();
  const local = { url: 'file:///dev/null', account: null, ca: null };
  const repository = openPatchesRepository({ folder: top, remote: remote ?? local, disk });
  const refresh = keepFor(freshFor, shell.now, () => refreshed(repository, remote));
  const tips = keepFor(freshFor, shell.now, () => readTips(status, join(state, 'status')));
  const archive: StatusArchive = { readAll: async () => (await tips()).tips };
  const scratchOf = (id: DraftId): string => join(state, 'build', id);
  const clear = (id: DraftId): void => {
    rmSync(scratchOf(id), { recursive: true, force: true });
  };
  const drafts = openDraftStore(join(state, 'drafts'), shell.now);
  const fleet = () => readFleet(top);
  return {
    ...{ top, source, zone, fleet, now: shell.now, secrets: wish.secrets, host: remote?.url ?? null },
    drafts: {
      ...drafts,
      drop: (id) => {
        clear(id);
        drafts.drop(id);
      },
    },
    clear,
    known: () => patchesAround(top),
    onBase: async () => {
      const { base, paths } = await pathsOnBase(top, 'patches');
      return { base, folders: computePatchFolders(paths) };
    },
    earlier: ({ manifest: { id, requires, supersedes, remove }, documents }) =>
      earlierHere(top, { id, requires, supersedes, touched: [...documents.map(touchedName), ...remove] }),
    released: keepFor(freshFor, shell.now, async () => released(wish, repository, await refresh())),
    sites:
      status === null
        ? null
        : async () => readSiteRecords(fleet().fleet?.sites ?? [], await archive.readAll(), shell.now()),
    build: (draft, patch, rules) =>
      buildPatch(draft, patch, rules, {
        source,
        scratch: scratchOf(draft.id),
        shell: silent(shell),
      }),
    preview: async (folder) => {
      const why = await refresh();
      const { channel, publishers } = wish;
      const order = {
        now: shell.now(),
        channel,
        publishers,
        patches: [folder],
        policyFiles: proposedPolicy(top),
      };
      const { input, remarks } = await readPreviewInput(repository, archive, order);
      const unheard = (await tips()).why;
      return { preview: computePreview(input), remarks: [...why, ...unheard, ...remarks] };
    },
    commit: async (draft, built, title) => {
      const { path } = built.folder;
      const id = idOfFolder(path);
      const message = `${id}: ${title}`;
      const branch = proposalBranch(id);
      const former = draft.committed?.branch === branch ? draft.committed.commit : null;
      return commitFolder(
        { repository: top, branch, path, files: await bytesOf(built), message, former },
        disk,
      );
    },
  };
}

/** What is not as the host has it now, and why; the studio works on with what was fetched before. */
async function refreshed(
  repository: PatchesRepository,
  remote: GitRemote | null,
): Promise<readonly string[]> {
  if (remote === null) return ['This working copy has no host: what is compared is what it knows itself.'];
  try {
    await repository.refresh();
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [`As of an earlier look at the host: ${error.message}`];
  }
}

async function released(
  { state, channel, publishers }: DeskWish,
  repository: PatchesRepository,
  why: readonly string[],
): Promise<ReleasedDocuments> {
  const found = await readReleasedDocuments({
    repository,
    channel,
    publishers,
    cache: join(state, 'releases'),
  });
  return { ...found, remarks: [...why, ...found.remarks] };
}

async function readTips(
  status: GitRemote | null,
  folder: string,
): Promise<{ readonly tips: readonly ArchivedTip[]; readonly why: readonly string[] }> {
  if (status === null) return { tips: [], why: [] };
  try {
    return { tips: await openStatusArchive({ folder, remote: status, disk: nodeDisk() }).readAll(), why: [] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { tips: [], why: [`The statuses cannot be read: ${error.message}`] };
  }
}

function readFleet(top: string): { readonly fleet: Fleet | null; readonly why: string } {
  const path = join(top, 'fleet.yaml');
  if (!existsSync(path))
    return { fleet: null, why: 'There is no fleet.yaml here, so that neither rings nor sites are known.' };
  try {
    return { fleet: parseFleet('fleet.yaml', readFileSync(path, 'utf8')), why: '' };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { fleet: null, why: error.message };
  }
}

async function bytesOf({ folder }: BuiltPatch): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const { path } of folder.files)
    files.set(path, await Promise.resolve(readFileSync(join(folder.absolute, path))));
  return files;
}

/** Commands tell their progress; the studio's pages say what there is to say. */
function silent(shell: Shell): Shell {
  const nothing = () => undefined;
  return { ...shell, tell: nothing, terminal: { ...shell.terminal, print: nothing, progress: nothing } };
}
