import type { PatchRecord } from '../../src/installed/installed-state.ts';
import type { ActFact } from '../../src/journal/journal-event.ts';
import type { Chance } from './chance.ts';
import { oneOf } from './chance.ts';

const day = 24 * 3_600_000;

type PlainAct = 'install-now' | 'retry' | 'remove' | 'keep' | 'hold' | 'resume' | 'suspend' | 'resume-site';

/** The more often a kind stands here, the more often it is said. */
const kinds: readonly PlainAct[] = [
  ...(['install-now', 'install-now', 'install-now', 'install-now', 'retry', 'remove'] as const),
  ...(['keep', 'hold', 'resume', 'suspend', 'resume-site', 'resume-site'] as const),
];

/** What an operator says next, by what the register knows; null: nothing comes to mind. */
export function drawAct(chance: Chance, records: readonly PatchRecord[], now: number): ActFact | null {
  const kind = oneOf(chance, kinds) ?? 'resume-site';
  const senseless = chance() < (kind === 'remove' ? 0.02 : 0.2);
  const record = oneOf(chance, senseless ? records : records.filter((one) => suits(kind, one, records)));
  if (record === undefined) return null;
  const { patch, releaseDigest } = record;
  const said = { who: 'ines', why: 'because of planted-token' };
  switch (kind) {
    case 'install-now':
    case 'retry':
    case 'remove':
      return { kind, patch, releaseDigest, ...said };
    case 'hold':
      return { kind, patch, until: now + Math.floor(chance() * 9 * day) + 1, ...said };
    case 'resume':
    case 'keep':
      return { kind, patch, ...said };
    case 'suspend':
    case 'resume-site':
      return { kind, ...said };
  }
}

/** Operators mostly say what makes sense: they take out what came last, and let in what waits. */
function suits(kind: PlainAct, { state, order }: PatchRecord, all: readonly PatchRecord[]): boolean {
  if (kind === 'remove') return state === 'installed' && all.every((other) => other.order <= order);
  if (kind === 'keep') return state === 'installed';
  if (kind === 'retry') return state === 'failed';
  return state === 'received' || (state === 'removed' && kind === 'install-now');
}
