import type { MumpsDatabase } from '../../src/adapters/targets/mumps/mumps-database.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { gtmHostOf, gtmPortsIn, gtmStories } from './gtm-stories.ts';

/** One real pass on a real database, in a process of its own, which a test kills whenever it wants. */
const [state = '', database = '', story = ''] = process.argv.slice(2);
const world = gtmHostOf(gtmStories.find((known) => known === story) ?? 'installs');
const ports = gtmPortsIn(state, JSON.parse(database) as MumpsDatabase, world);
process.stdout.write('begins\n');
await reconcileOnce(ports, world.setup);
