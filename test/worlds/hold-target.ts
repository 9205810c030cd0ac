import { nodeDisk } from '../../src/adapters/files/node-disk.ts';
import { systemClock } from '../../src/adapters/files/system-clock.ts';
import { openDirectoryTarget } from '../../src/adapters/targets/directory/open-directory-target.ts';

/** A program that holds the target in the folder of its first argument, says so, and does nothing else until it is killed. */
const folder = process.argv[2] ?? '';
await openDirectoryTarget({ folder, disk: nodeDisk(), clock: systemClock() }).open('holder elsewhere');
process.stdout.write('holding\n');
setInterval(() => undefined, 60_000);
