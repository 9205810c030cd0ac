import { systemClock } from '../../../src/adapters/files/system-clock.ts';
import { openIrisTarget } from '../../../src/adapters/targets/iris/open-iris-target.ts';
import { testReach } from './test-reach.ts';

/** Holds the target of its arguments, says so, and does nothing else until it is killed. */
const [kind = '', place = ''] = process.argv.slice(2);
await openIrisTarget({ reach: testReach(kind, place, 4), clock: systemClock() }).open('holder elsewhere');
process.stdout.write('holding\n');
setInterval(() => undefined, 60_000);
