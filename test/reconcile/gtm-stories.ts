import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJournalFile } from '../../src/adapters/files/journal-file.ts';
import { nodeDisk } from '../../src/adapters/files/node-disk.ts';
import { openVault } from '../../src/adapters/vault/open-vault.ts';
import { callMumps } from '../../src/adapters/targets/mumps/call-process.ts';
import type { MumpsDatabase } from '../../src/adapters/targets/mumps/mumps-database.ts';
import { openMumpsTarget } from '../../src/adapters/targets/mumps/open-mumps-target.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { PatchWish } from '../worlds/a-release.ts';
import { World } from '../worlds/a-world.ts';
import { runLimits } from '../worlds/run-limits.ts';

export const gtmStories = ['installs', 'rolls back'] as const;
export type GtmStory = (typeof gtmStories)[number];

/** Writes declared and undeclared nodes in the transaction around it; the one that fails commits that first, and goes on outside of it. */
const runCode = (story: GtmStory) => [
  'P1 ; of LAB-1',
  ' set ^LabConfig("added")="by the run",^LabLog(1)="changed",^LabLog(3)=$zchar(0,255)',
  ' kill ^LabLog("old")  zkill ^LabLog("kept")',
  ...(story === 'installs' ? [] : [' tcommit']),
  ' hang 0.05',
  ' for i=1:1:300 set ^LabNew(i)=i',
  ' tstart ():serial',
  ' set ^LabNew("a",1)="new"',
  ' kill ^LabNew(7)',
  ' tcommit',
  ...(story === 'installs' ? [] : [' set x=1/0']),
  ' quit',
];

const patchOf = (story: GtmStory): PatchWish => ({
  kit: {
    'LABIN.m': `LABIN ; new\n quit\n${runCode(story).join('\n')}\n`,
    'LABNEW.m': 'LABNEW ; added\n quit\n',
    'config.zwr': 'patchfleet test\nGT.M ZWR\n^LabConfig("added")="yes"\n^LabConfig("schema")="2"\n',
  },
  manifest: { install: { run: 'P1^LABIN' } },
});

/** The host, in memory and the same in every process. */
export function gtmHostOf(story: GtmStory): World {
  return new World({ patches: { 'LAB-1': patchOf(story) } });
}

/** Journal and vault below `state`, and the real database. */
export function gtmPortsIn(state: string, database: MumpsDatabase, world: World): Ports {
  const disk = nodeDisk();
  return {
    ...world.ports,
    target: openMumpsTarget({ database, disk, ...runLimits }),
    vault: openVault({ folder: join(state, 'vault'), disk }),
    journal: openJournalFile({ folder: join(state, 'journal'), disk }),
  };
}

/** The database as it is before the pass, with nothing of patchfleet in it, and an empty state. */
export async function resetSite(state: string, database: MumpsDatabase): Promise<void> {
  rmSync(state, { recursive: true, force: true });
  rmSync(database.own, { recursive: true, force: true });
  for (const folder of [state, database.own]) mkdirSync(folder, { recursive: true });
  const [routines] = database.routines;
  for (const folder of [routines, database.objects ?? routines])
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
  writeFileSync(join(routines, 'LABIN.m'), 'LABIN ; old\n quit\n');
  const lines = [
    'kill ^PATCHFLEET,^LabConfig,^LabLog,^LabNew',
    'set ^LabConfig("schema")=1,^LabConfig("site")="north",^LabLog(1)="one",^LabLog(2)="two"',
    'set ^LabLog("kept")="k",^LabLog("kept",1)="k1",^LabLog("old")="o",^LabLog("old",1)="o1"',
  ];
  const { code, output } = await callMumps(database, 'mumps', ['-run', '%XCMD', lines.join(' ')], {
    timeLimit: 5 * 60_000,
  });
  if (code !== 0) throw new Error(`the database could not be reset: ${output.toString('latin1')}`);
}
