import type { ExecutionContext } from 'ava';
import test from 'ava';
import { openIrisTarget } from '../../../src/adapters/targets/iris/open-iris-target.ts';
import type { Reach } from '../../../src/adapters/targets/iris/reach.ts';
import type { RunPatience } from '../../../src/adapters/targets/iris/run-in-iris.ts';
import type { Target } from '../../../src/ports/target.ts';
import { atelierStandIn } from './atelier-stand-in.ts';
import { sessionWithHelper } from './session-stand-in.ts';
import { testReach } from './test-reach.ts';

/** A target on a stand-in, and the folder of its namespace. */
export interface StoodFor {
  readonly kind: string;
  readonly place: string;
  readonly folder: string;
  readonly reach: Reach;
  readonly target: Target;
}

export const testClock = { now: () => Date.parse('2026-11-22T10:00:00Z') };
const runs: RunPatience = { limit: 60_000, every: 20 };

/** One protocol case, by session and by Atelier, one after the other. */
export function protocolCase(
  title: string,
  work: (t: ExecutionContext, stoodFor: StoodFor) => Promise<void>,
): void {
  test.serial(`iris by session, protocol case on a stand-in: ${title}`, async (t) => {
    const { program, folder } = sessionWithHelper(t);
    await work(t, stoodFor('session', program, folder));
  });
  test.serial(`iris by Atelier, protocol case on a stand-in: ${title}`, async (t) => {
    const { url, folder } = await atelierStandIn(t);
    await work(t, stoodFor('atelier', url, folder));
  });
}

function stoodFor(kind: string, place: string, folder: string): StoodFor {
  const reach = testReach(kind, place);
  return { kind, place, folder, reach, target: openIrisTarget({ reach, clock: testClock, runs }) };
}
