import test from 'ava';
import { standingOf } from '../../src/apps/web/standing.ts';
import type { Blocker } from '../../src/plan/plan.ts';
import { aRelease } from '../plan/plan-world.ts';

const standing = (reason: Blocker['reason'], who: string | null = 'operator') =>
  standingOf({
    state: 'received',
    step: {
      ...{ kind: 'wait', action: 'install', release: aRelease('A') },
      blockers: [{ reason, message: '', until: null, who }],
    },
  });

for (const reason of ['AwaitingOperator', 'AwaitingApproval', 'Inconsistent', 'Failed', 'NoRoom'] as const)
  test(`a patch that waits with ${reason} is listed under those that want somebody`, (t) => {
    t.is(standing(reason), 'wants-you');
  });

for (const reason of ['OutsideWindow', 'AwaitingRing', 'Frozen'] as const)
  test(`a patch that waits with ${reason} comes by itself`, (t) => {
    t.is(standing(reason, null), 'coming');
  });

test('an attempt under way wants nobody', (t) => {
  t.is(standing('Inconsistent', null), 'coming');
});
