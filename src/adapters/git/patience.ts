import { setTimeout as sleepFor } from 'node:timers/promises';
import { Failure, isFailure } from '../../base/failure.ts';

/** How long an adapter waits for a git host, and how often it asks. Times are milliseconds. */
export interface Patience {
  /** Tries in all, the first one included. */
  readonly tries: number;
  /** Wait before the second try; doubles with each try up to `longestWait`. */
  readonly firstWait: number;
  readonly longestWait: number;
  /** A connection on which nothing comes for so long is given up. */
  readonly stall: number;
  /** One request (one run of the git program) takes no longer than this. */
  readonly limit: number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** 0 ≤ chance < 1: spreads the waits, so that sites do not come back all at once. */
  readonly chance: () => number;
}

export const usualPatience: Patience = {
  tries: 4,
  firstWait: 1_000,
  longestWait: 20_000,
  stall: 30_000,
  limit: 600_000,
  sleep: async (milliseconds) => {
    await sleepFor(milliseconds);
  },
  chance: Math.random,
};

/** Tries again after every failure of the host whose remedy is `retry`, with growing and scattered waits; throws the last one. */
export async function withPatience<T>(patience: Patience, act: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await act();
    } catch (error) {
      const passing = error instanceof Failure && error.remedy === 'retry' && !isDamage(error);
      if (!passing || tried >= patience.tries) throw error;
    }
    await patience.sleep(waitAfter(patience, tried));
  }
}

/** Waiting mends nothing here. */
function isDamage(error: unknown): boolean {
  return isFailure(error, 'GIT_MIRROR_DAMAGED') || isFailure(error, 'GIT_OUTBOX_DAMAGED');
}

/** Between half of the full wait and the full wait. */
function waitAfter({ firstWait, longestWait, chance }: Patience, tried: number): number {
  const full = Math.min(longestWait, firstWait * 2 ** (tried - 1));
  return Math.round(full * (0.5 + chance() / 2));
}
