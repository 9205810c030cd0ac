import { openSessionReach } from '../../../src/adapters/targets/iris/open-session-reach.ts';
import type { Reach } from '../../../src/adapters/targets/iris/reach.ts';

/** The reach of a test: a session program by its path. */
export function testReach(kind: string, place: string): Reach {
  if (kind !== 'session') throw new Error(`reach ${kind}`);
  const address = { instance: 'TEST', namespace: 'LAB', program: place };
  return openSessionReach({ address, patience: { start: 20_000, answer: 20_000, silence: 2000 } });
}
