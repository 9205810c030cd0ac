import type { Digest } from '../base/digest.ts';
import type { Issue } from '../base/issue.ts';
import type { ObjectId, PatchId } from '../base/names.ts';
import { placeIssue } from '../base/place-issue.ts';
import { isPolicyFile } from '../desired/channel-content.ts';
import { readReleaseTag } from '../kit/release-tag.ts';
import type { PatchesRepository, TreeFile } from '../ports/patches-repository.ts';
import { changedFolders, changedPaths } from './changed-folders.ts';
import type { ProposedPatch } from './check-proposed-patch.ts';
import { checkProposedPatch } from './check-proposed-patch.ts';
import { checkProposedPolicy } from './check-proposed-policy.ts';
import { issueOf, issuesOfContent } from './failed-content.ts';
import { leftBehind } from './left-behind.ts';
import type { PatchFolder } from './patch-folder.ts';
import { computePatchFolders, idOfFolder } from './patch-folder.ts';
import { releasedTags } from './released.ts';

type ProposalReading = Pick<PatchesRepository, 'listTags' | 'readObject' | 'readFiles' | 'readBlob'>;

/** A commit that is to become main, and the commit from which it began. */
interface Proposal {
  readonly base: ObjectId;
  readonly head: ObjectId;
}

export interface CheckedProposal {
  /** What stands in the way, most important first, each at its line. */
  readonly problems: readonly Issue[];
  /** What a person should look at, likewise. */
  readonly remarks: readonly Issue[];
  /** Every patch whose folder is new or changed, by id. */
  readonly changed: readonly PatchId[];
  /** Of those the ones that can be released, as they are proposed. */
  readonly patches: readonly PatchFolder[];
  /** True: fleet.yaml or another policy file is new, changed or gone. */
  readonly changesPolicy: boolean;
  /** Policy as it is proposed. */
  readonly policyFiles: ReadonlyMap<string, Uint8Array>;
}

/**
 * Checks what a pull request proposes, as it would lie on main: every policy file; each patch that is new or changed, as `release` checks it; that no
 * released patch changes, and no other patch loses what it requires. What was remarkable in the policy before is not remarked on again. Failures of the repository only.
 */
export async function checkProposal(
  repository: ProposalReading,
  { base, head }: Proposal,
): Promise<CheckedProposal> {
  const [before, after] = [await repository.readFiles(base, ''), await repository.readFiles(head, '')];
  const { changed, gone, stray } = changedFolders(before, after);
  const released = await releasedDigests(repository);
  const ground = { folders: computePatchFolders(after.keys()), released };
  const checks: ProposedPatch[] = [];
  for (const [folder, paths] of changed)
    checks.push(await checkProposedPatch(repository, head, { folder, paths, ground }));
  const others = [...ground.folders].flatMap(([patch, folders]) => (released.has(patch) ? [] : folders));
  const behind = await leftBehind(repository, {
    files: after,
    folders: others.filter((folder) => !changed.has(folder)),
    gone: new Set(gone.map(({ patch }) => patch).filter((patch) => !released.has(patch))),
  });
  const fresh = checks.flatMap(({ fresh: release }) => release ?? []);
  const policyFiles = await readPolicy(repository, after);
  const policy = checkProposedPolicy(policyFiles, [...known(released), ...fresh]);
  const policyBefore = checkProposedPolicy(await readPolicy(repository, before), known(released));
  const placed = (issues: readonly Issue[]) => placeIssues(repository, after, issues);
  return {
    problems: await placed([
      ...(await linkProblems(repository, head)),
      ...checks.flatMap((check) => (check.kind === 'released' ? check.problems : [])),
      ...policy.problems,
      ...checks.flatMap((check) => (check.kind === 'released' ? [] : check.problems)),
      ...behind,
      ...stray.filter((path) => idOfFolder(path) === 'patch.yaml').map(lostManifest),
    ]),
    remarks: await placed([
      ...gone.filter(({ patch }) => released.has(patch)).map(goneRemark),
      ...checks.flatMap(({ remarks }) => remarks),
      ...without(policyBefore.remarks, policy.remarks),
      ...stray.filter((path) => path.includes('/kit/')).map(lostFile),
    ]),
    changed: [...new Set([...changed.keys()].map((folder) => idOfFolder(folder) as PatchId))].sort(),
    patches: checks.flatMap(({ fresh: release, folder }) => (release === null ? [] : [folder])),
    changesPolicy: changedPaths(before, after).some(isPolicyFile),
    policyFiles,
  };
}

/** The release digest that each tag names; null: the tag is no release. */
async function releasedDigests(
  repository: Pick<PatchesRepository, 'listTags' | 'readObject'>,
): Promise<ReadonlyMap<PatchId, Digest | null>> {
  const digests = new Map<PatchId, Digest | null>();
  for (const [patch, tag] of await releasedTags(repository)) {
    const read = readReleaseTag(patch, await repository.readObject(tag));
    digests.set(patch, typeof read === 'string' ? null : read.digest);
  }
  return digests;
}

function known(released: ReadonlyMap<PatchId, Digest | null>) {
  return [...released].flatMap(([id, digest]) => (digest === null ? [] : [{ id, digest }]));
}

async function readPolicy(
  repository: Pick<PatchesRepository, 'readBlob'>,
  files: ReadonlyMap<string, TreeFile>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const policy = new Map<string, Uint8Array>();
  for (const [path, { blob }] of files)
    if (isPolicyFile(path)) policy.set(path, await repository.readBlob(blob));
  return policy;
}

/** A link anywhere among the patches stops every release. */
async function linkProblems(repository: ProposalReading, head: ObjectId): Promise<readonly Issue[]> {
  try {
    await repository.readFiles(head, 'patches');
    return [];
  } catch (error) {
    const problems = issuesOfContent(error, 'patches');
    if (problems === null) throw error;
    return problems;
  }
}

async function placeIssues(
  repository: Pick<PatchesRepository, 'readBlob'>,
  files: ReadonlyMap<string, TreeFile>,
  issues: readonly Issue[],
): Promise<readonly Issue[]> {
  const placed: Issue[] = [];
  for (const issue of issues) {
    const blob = issue.line > 0 || issue.path === '' ? undefined : files.get(issue.file)?.blob;
    const text = blob === undefined ? '' : new TextDecoder().decode(await repository.readBlob(blob));
    placed.push(blob === undefined ? issue : placeIssue(issue, text));
  }
  return placed;
}

function lostManifest(path: string): Issue {
  return issueOf(
    path,
    'belongs to no patch: expected it in patches/[GROUP/]ID/, where ID is an id such as LAB-2026.014',
  );
}

function lostFile(path: string): Issue {
  return issueOf(path, 'lies in no patch: there is no patch.yaml beside its folder kit/');
}

function goneRemark({ patch, folder }: { readonly patch: PatchId; readonly folder: string }): Issue {
  const message = `goes away, and ${patch} is released: no site removes it for that; \`patchfleet recall\` takes a release back`;
  return issueOf(`${folder}/patch.yaml`, message);
}

function without(before: readonly Issue[], after: readonly Issue[]): readonly Issue[] {
  const said = new Set(before.map(({ file, message }) => `${file} ${message}`));
  return after.filter(({ file, message }) => !said.has(`${file} ${message}`));
}
