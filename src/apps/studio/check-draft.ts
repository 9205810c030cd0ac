import { Failure, isFailure } from '../../base/failure.ts';
import type { Issue } from '../../base/issue.ts';
import type { PatchId } from '../../base/names.ts';
import { isPatchId } from '../../base/names.ts';
import { checkPatch } from '../../publish/check-patch.ts';
import type { CheckedPatch } from '../../publish/check-patch.ts';
import type { EarlierPatch } from '../../publish/earlier/earlier-patches.ts';
import type { PatchFolders } from '../../publish/patch-folder.ts';
import { remarksOnPatch } from '../../publish/remarks-on-patch.ts';
import type { Fleet } from '../../desired/fleet.ts';
import type { BuiltPatch } from './build-patch.ts';
import type { Draft } from './draft.ts';
import type { FieldIssue, PatchWish } from './patch-fields.ts';
import { readPatchFields } from './patch-fields.ts';
import type { ReadRule } from './policy-fields.ts';
import { readPolicyFields } from './policy-fields.ts';
import { proposalBranch } from './proposal-branch.ts';

/** What is to be said of a draft, each thing at the field that it is about. */
export interface CheckedDraft {
  /** What `patchfleet kit check` refuses; empty: it can be committed. */
  readonly mistakes: readonly FieldIssue[];
  /** What a person should look at. */
  readonly remarks: readonly FieldIssue[];
  /** Null: it is not written yet, because of the mistakes. */
  readonly built: BuiltPatch | null;
  /** Null where there is a mistake. */
  readonly checked: CheckedPatch | null;
}

interface CheckGround {
  readonly fleet: Fleet | null;
  /** Patches that lie in the working copy. */
  readonly known: ReadonlySet<PatchId>;
  /** Patches that were released already: their content never changes. */
  readonly released: readonly PatchId[];
  /** Patches that are on what a commit would be made on top of. */
  readonly onBase: { readonly base: string; readonly folders: PatchFolders };
  /** Those of them that come before a patch and touch the same documents. */
  readonly earlier: (checked: CheckedPatch) => Promise<readonly EarlierPatch[]>;
  readonly build: (draft: Draft, wish: PatchWish, rules: readonly ReadRule[]) => Promise<BuiltPatch>;
}

/** Builds the patch of a draft and checks it as `patchfleet kit check` does. */
export async function checkDraft(draft: Draft, ground: CheckGround): Promise<CheckedDraft> {
  const read = readPatchFields(draft.fields);
  const policy = readPolicyFields(draft.fields, ground.fleet);
  const typed = [...('issues' in read ? read.issues : []), ...policy.issues];
  if ('issues' in read || typed.length > 0) return refused(typed);
  if (ground.released.some((id) => id === read.wish.id)) {
    const message = `is released already, and what a release is never changes: this one needs an id of its own`;
    return refused([{ field: 'id', message }]);
  }
  const taken = takenBy(draft, read.wish, ground.onBase.folders);
  if (taken !== null) {
    const message = `is that of a patch on ${ground.onBase.base} already, in ${taken}, which was not made here: this one needs an id of its own`;
    return refused([{ field: 'id', message }]);
  }
  try {
    const built = await ground.build(draft, read.wish, policy.rules);
    const left = built.leftOut.map(({ file, message }) => ({
      field: 'documents',
      message: `${file} ${message}`,
    }));
    return left.length > 0 ? refused(left, built) : await checkBuilt(built, ground);
  } catch (error) {
    return refused(issuesOf(error));
  }
}

/** A folder of this id that others made; null: there is none. What this draft itself committed may have been merged meanwhile. */
function takenBy({ committed }: Draft, { id, group }: PatchWish, folders: PatchFolders): string | null {
  const own = group === null ? `patches/${id}` : `patches/${group}/${id}`;
  const wasOurs = committed?.branch === proposalBranch(id);
  const there = isPatchId(id) ? (folders.get(id) ?? []) : [];
  return there.find((folder) => !wasOurs || folder !== own) ?? null;
}

async function checkBuilt(built: BuiltPatch, { known, earlier }: CheckGround): Promise<CheckedDraft> {
  try {
    const checked = await checkPatch(built.folder);
    return {
      mistakes: [],
      remarks: remarksOnPatch(checked, known, await earlier(checked)).map(fieldIssueOf),
      built,
      checked,
    };
  } catch (error) {
    return refused(issuesOf(error), built);
  }
}

function refused(mistakes: readonly FieldIssue[], built: BuiltPatch | null = null): CheckedDraft {
  return { mistakes, remarks: [], built, checked: null };
}

function issuesOf(error: unknown): readonly FieldIssue[] {
  if (isFailure(error, 'INVALID_FILE')) return error.details.issues.map(fieldIssueOf);
  if (error instanceof Failure) return [{ field: 'general', message: error.message }];
  throw error;
}

const keys: Readonly<Record<string, string>> = {
  ...{ id: 'id', title: 'title', requires: 'requires', supersedes: 'requires', install: 'run' },
  ...{ notes: 'notes', parameters: 'parameters', kit: 'documents', remove: 'documents', policy: 'policy' },
};

/** The field that an issue of a file is about. */
export function fieldIssueOf({ file, line, path, message }: Issue): FieldIssue {
  const place = line > 0 ? ` (line ${line})` : '';
  if (file.endsWith('/patch.ini'))
    return { field: 'parameters', message: `${path} ${message}${place}`.trim() };
  if (/\/notes\.(?:md|html)$/.test(file)) return { field: 'notes', message: `${message}${place}` };
  if (!file.endsWith('/patch.yaml')) {
    const shown = file.replace(/^.*?(?=kit\/)/, '');
    return { field: 'documents', message: `${shown}${place}: ${message}` };
  }
  return { field: keys[/^\w+/.exec(path)?.[0] ?? ''] ?? 'general', message };
}
