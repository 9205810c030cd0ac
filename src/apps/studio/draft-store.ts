import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../base/instant.ts';
import type { Draft, DraftId } from './draft.ts';
import { isDraftId, newDraft, readDraft } from './draft.ts';

/** The drafts of one working copy, each a file of its own, so that a restart loses nothing. */
export interface DraftStore {
  /** The latest changed first. Files that are no drafts are passed over. */
  list(): readonly Draft[];
  /** Null: there is none (any more). */
  find(id: string): Draft | null;
  begin(): Draft;
  /** Keeps it as it is now, whole or not at all. */
  keep(draft: Draft): Draft;
  /** Nothing where it is gone. */
  drop(id: DraftId): void;
}

/** Drafts below a folder that is made where it is missing, for its user alone. */
export function openDraftStore(folder: string, now: () => Instant): DraftStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pathOf = (id: DraftId): string => join(folder, `${id}.json`);
  const find = (id: string): Draft | null =>
    isDraftId(id) && existsSync(pathOf(id)) ? readDraft(readFileSync(pathOf(id), 'utf8')) : null;
  const keep = (draft: Draft): Draft => {
    const kept = { ...draft, changedAt: now() };
    const fresh = `${pathOf(draft.id)}.new`;
    writeFileSync(fresh, `${JSON.stringify(kept, null, 1)}\n`, { mode: 0o600 });
    renameSync(fresh, pathOf(draft.id));
    return kept;
  };
  return {
    list: () =>
      readdirSync(folder)
        .flatMap((name) => find(name.replace(/\.json$/, '')) ?? [])
        .sort((a, b) => b.changedAt - a.changedAt),
    find,
    begin: () => keep(newDraft(randomBytes(8).toString('hex') as DraftId, now())),
    keep,
    drop: (id) => {
      rmSync(pathOf(id), { force: true });
    },
  };
}
