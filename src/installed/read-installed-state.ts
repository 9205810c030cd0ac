import type { Instant } from '../base/instant.ts';
import type { PatchId, SiteName } from '../base/names.ts';
import type { Digest } from '../base/digest.ts';
import type { DocumentName } from '../document/document-name.ts';
import { kindOf } from '../document/document-name.ts';
import type { InventoryEntry } from '../document/inventory.ts';
import { proofOf } from '../document/inventory.ts';
import type { RegisterEntry } from '../journal/register-entry.ts';
import { blankRecord } from './blank-record.ts';
import type {
  Inconsistency,
  InstalledState,
  ObeyedChannel,
  OpenAttempt,
  PatchRecord,
  PatchState,
} from './installed-state.ts';

/**
 * Folds the register's entries, oldest first, into what the target holds: onto what those before them came to, which stays as it is; null:
 * there are none.
 */
export function readInstalledState(
  entries: readonly RegisterEntry[],
  onto: InstalledState | null = null,
): InstalledState {
  const folding = new Folding(onto);
  for (const entry of entries) folding.take(entry);
  return folding;
}

class Folding implements InstalledState {
  owner: SiteName | null;
  readonly patches: Map<PatchId, PatchRecord>;
  readonly channels: Map<string, ObeyedChannel>;
  open: OpenAttempt | null;
  inconsistent: Inconsistency | null;
  lastAttempt: number;
  lastForbidden: Instant | null;
  lastOrder: number;

  constructor(onto: InstalledState | null) {
    this.owner = onto?.owner ?? null;
    this.patches = new Map(onto?.patches);
    this.channels = new Map(onto?.channels);
    this.open = onto?.open ?? null;
    this.inconsistent = onto?.inconsistent ?? null;
    this.lastAttempt = onto?.lastAttempt ?? 0;
    this.lastForbidden = onto?.lastForbidden ?? null;
    this.lastOrder = onto?.lastOrder ?? 0;
  }

  take(entry: RegisterEntry): void {
    if ('attempt' in entry) this.lastAttempt = Math.max(this.lastAttempt, entry.attempt);
    switch (entry.kind) {
      case 'owner':
        this.owner ??= entry.site;
        return;
      case 'forbade':
        this.lastForbidden = entry.said;
        return;
      case 'channel':
        this.obey(entry);
        return;
      case 'channel-accepted':
        this.letIn(entry);
        return;
      case 'received':
        for (const { patch, releaseDigest } of entry.patches) this.receive(patch, releaseDigest, entry.at);
        return;
      case 'attempting':
        this.begin(entry);
        return;
      case 'installed':
      case 'baselined':
        this.install(entry);
        return;
      case 'removed':
        this.takeOut(entry);
        return;
      case 'rolled-back':
      case 'abandoned':
        this.undo(entry);
        return;
      case 'refused':
        this.refuse(entry);
        return;
      case 'inconsistent':
        this.giveUp(entry);
        return;
      case 'settled':
        this.settle(entry);
        return;
      case 'retry':
        this.retry(entry.patch, entry.at);
        return;
    }
  }

  /** What a release is never changes: once it was tried here, another content under its id is not taken note of. */
  private receive(patch: PatchId, releaseDigest: Digest, at: Instant): void {
    const known = this.patches.get(patch);
    if (known?.releaseDigest === releaseDigest || (known && known.state !== 'received')) return;
    this.patches.set(patch, { ...blankRecord(patch, releaseDigest, at), attempts: known?.attempts ?? [] });
  }

  private begin(entry: Extract<RegisterEntry, { kind: 'attempting' }>): void {
    const { attempt, action, patch, releaseDigest, documents, proofBefore } = entry;
    this.open = { attempt, action, patch, releaseDigest, documents, proofBefore };
    const record = this.patches.get(patch) ?? blankRecord(patch, releaseDigest, entry.at);
    this.patches.set(patch, { ...record, attempts: [...record.attempts, attempt] });
  }

  private install(entry: {
    readonly attempt?: number;
    readonly patch: PatchId;
    readonly releaseDigest: Digest;
    readonly documents: readonly InventoryEntry[];
    readonly loose?: readonly DocumentName[] | undefined;
    readonly proof: Digest;
    readonly at: Instant;
  }): void {
    this.open = null;
    this.lastOrder += 1;
    const { patch, releaseDigest, documents, proof, at } = entry;
    const record = this.patches.get(patch) ?? blankRecord(patch, releaseDigest, at);
    this.patches.set(patch, {
      ...record,
      releaseDigest,
      state: 'installed',
      since: at,
      why: '',
      order: this.lastOrder,
      documents,
      loose: entry.loose ?? [],
      proof,
      installedBy: entry.attempt ?? null,
      refused: false,
      interruptions: 0,
      failedRemoval: null,
    });
  }

  private takeOut({ patch, at, foreign }: Extract<RegisterEntry, { kind: 'removed' }>): void {
    this.open = null;
    const { documents = [], leftEdited = [] } = this.patches.get(patch) ?? {};
    const left = documents.filter(({ name }) => foreign.includes(name) && kindOf(name) !== 'global');
    this.settleAs(patch, 'removed', at, leftBehind(foreign));
    const earlier = leftEdited.filter((one) => left.every(({ name }) => name !== one.name));
    this.change(patch, { leftEdited: [...earlier, ...left] });
  }

  private refuse(entry: Extract<RegisterEntry, { kind: 'refused' }>): void {
    if (!this.patches.has(entry.patch)) this.receive(entry.patch, entry.releaseDigest, entry.at);
    this.endOf(entry.action, entry.patch, entry.at, entry.why, 0);
    if (entry.action === 'install') this.change(entry.patch, { refused: true });
  }

  private undo(entry: Extract<RegisterEntry, { kind: 'rolled-back' | 'abandoned' }>): void {
    const interrupted = entry.kind === 'abandoned' || entry.interrupted;
    if (!this.patches.has(entry.patch)) this.receive(entry.patch, entry.releaseDigest, entry.at);
    const record = this.patches.get(entry.patch);
    const before = (entry.action === 'remove' ? record?.failedRemoval : record)?.interruptions ?? 0;
    this.endOf(entry.action, entry.patch, entry.at, entry.why, interrupted ? before + 1 : 0);
  }

  /** An attempt that left everything as it was: a removal leaves the patch installed. */
  private endOf(
    action: 'install' | 'remove',
    patch: PatchId,
    at: Instant,
    why: string,
    interruptions: number,
  ): void {
    this.open = null;
    if (action === 'remove') {
      this.change(patch, { failedRemoval: { since: at, why, interruptions } });
      return;
    }
    const state: PatchState = interruptions === 1 ? 'interrupted' : 'failed';
    this.change(patch, { state, since: at, why, interruptions, refused: false });
  }

  private retry(patch: PatchId, at: Instant): void {
    if (this.patches.get(patch)?.state === 'installed') this.change(patch, { failedRemoval: null });
    else this.change(patch, { state: 'received', since: at, why: '', refused: false, interruptions: 0 });
  }

  /**
   * A pass that looked before another one obeyed something newer cannot take it back. Ends what an operator let in, also where it says what was obeyed
   * already. Whether an acceptance still held was judged when this was written.
   */
  private obey({ name, counter, commit }: Extract<RegisterEntry, { kind: 'channel' }>): void {
    const obeyed = this.channels.get(name);
    if (obeyed === undefined || obeyed.accepted?.commit === commit || counter >= obeyed.counter)
      this.channels.set(name, { counter, commit, accepted: null });
  }

  /** Registers of earlier versions name no commit: they let in what came next, whatever it was. */
  private letIn({ name, commit, at }: Extract<RegisterEntry, { kind: 'channel-accepted' }>): void {
    const obeyed = this.channels.get(name);
    if (commit === undefined) this.channels.delete(name);
    else if (obeyed !== undefined) this.channels.set(name, { ...obeyed, accepted: { commit, at } });
  }

  private giveUp(entry: Extract<RegisterEntry, { kind: 'inconsistent' }>): void {
    const { patch, attempt, why, at } = entry;
    this.inconsistent = { patch, attempt, why, since: at, documents: this.open?.documents ?? [] };
    this.open = null;
    if (this.patches.get(patch)?.state !== 'installed')
      this.change(patch, { state: 'failed', since: at, why });
  }

  /** Counts only for the patch that the site is inconsistent about. */
  private settle(entry: Extract<RegisterEntry, { kind: 'settled' }>): void {
    const { patch, as, at, who, why, documents } = entry;
    if (this.inconsistent?.patch !== patch) return;
    this.inconsistent = null;
    this.settleAs(patch, as, at, `settled by ${who}: ${why}`);
    if (as === 'installed')
      this.change(patch, { documents, loose: globalsOf(documents), proof: proofOf(documents) });
  }

  private settleAs(patch: PatchId, as: 'installed' | 'removed', at: Instant, why: string): void {
    if (as === 'installed') this.lastOrder += 1;
    this.change(patch, {
      ...{ state: as, since: at, why, interruptions: 0, failedRemoval: null },
      order: as === 'installed' ? this.lastOrder : 0,
      ...(as === 'removed' ? { documents: [], loose: [], proof: null, installedBy: null } : {}),
    });
  }

  private change(patch: PatchId, change: Partial<PatchRecord>): void {
    const record = this.patches.get(patch);
    if (record !== undefined) this.patches.set(patch, { ...record, ...change });
  }
}

/** What an attempt that went wrong left of globals, nobody meant. */
function globalsOf(documents: readonly InventoryEntry[]): readonly DocumentName[] {
  return documents.map(({ name }) => name).filter((name) => kindOf(name) === 'global');
}

function leftBehind(foreign: readonly string[]): string {
  return foreign.length === 0 ? '' : `left as others wrote it since: ${foreign.join(', ')}`;
}
