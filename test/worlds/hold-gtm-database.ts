import { nodeDisk } from '../../src/adapters/files/node-disk.ts';
import type { MumpsDatabase } from '../../src/adapters/targets/mumps/mumps-database.ts';
import { openMumpsTarget } from '../../src/adapters/targets/mumps/open-mumps-target.ts';
import { runLimits } from './run-limits.ts';

/** A program that holds the database of its first argument (JSON), says so, and does nothing else until it is killed. */
const database = JSON.parse(process.argv[2] ?? '') as MumpsDatabase;
await openMumpsTarget({ database, disk: nodeDisk(), ...runLimits }).open('holder elsewhere');
process.stdout.write('holding\n');
setInterval(() => undefined, 60_000);
