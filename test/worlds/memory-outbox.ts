import type { Outbox, StatusCommit } from '../../src/ports/outbox.ts';
import type { OnEffect } from './memory-journal.ts';

export interface MemoryOutbox extends Outbox {
  /** Every commit that was told, in order. */
  readonly told: readonly StatusCommit[];
  /** How many of them the host has. */
  readonly delivered: () => number;
  /** Where it was last told to deliver to. */
  readonly where: () => 'own' | 'beside';
  /** The host's branch is found forked, or put right again (null). */
  readonly fork: (recoveredTo: string | null) => void;
}

/** An outbox in memory on top of what the host already has: tells a transition once, delivers where the host answers. */
export function memoryOutbox(
  host: { readonly answers: boolean },
  onEffect?: OnEffect,
  before: readonly StatusCommit[] = [],
): MemoryOutbox {
  const told: StatusCommit[] = [...before];
  let delivered = before.length;
  let place: 'own' | 'beside' = 'own';
  let recovered: string | null = null;
  return {
    told,
    delivered: () => delivered,
    where: () => place,
    fork: (recoveredTo) => {
      recovered = recoveredTo;
    },
    recoveredTo: () => Promise.resolve(recovered),
    notice: () => Promise.resolve(),
    tell: async (commit) => {
      await Promise.resolve();
      if (told.some(({ transition }) => transition === commit.transition)) return;
      onEffect?.('outbox.tell');
      told.push(commit);
    },
    deliver: async (where = 'own') => {
      await Promise.resolve();
      place = where;
      const waiting = told.length - delivered;
      if (waiting === 0) return { kind: 'nothing' };
      if (!host.answers) return { kind: 'unreachable', why: 'connection refused', waiting };
      onEffect?.('outbox.deliver');
      delivered = told.length;
      return { kind: 'delivered', commits: waiting };
    },
  };
}
