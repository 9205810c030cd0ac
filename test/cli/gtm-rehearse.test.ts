import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MumpsDatabase } from '../../src/adapters/targets/mumps/mumps-database.ts';
import { gtmDatabase, gtmTest as test, withoutGtm } from '../worlds/gtm-database.ts';
import { sayM, writeRoutine } from '../worlds/gtm-run.ts';
import { gtmState } from '../worlds/gtm-state.ts';
import type { Host } from './a-host.ts';
import { aGtmHost, aGtmPatch } from './gtm-site.ts';

const patchWith = (...code: readonly string[]) =>
  aGtmPatch('LAB-1', {
    kit: {
      'LABP.m': `LABP ; of LAB-1\n quit\nP1 ; its run\n${code.map((line) => ` ${line}\n`).join('')} quit\n`,
      'config.zwr': 'kit of a test\nGT.M ZWR\n^LabConfig("schema")="14"\n',
    },
    run: 'P1^LABP',
  });

/** Database, journal files and routines: all that a rehearsal has to leave as it is. */
async function everythingOf(database: MumpsDatabase) {
  const journals = join(database.globalDirectory, '..', '..', 'j');
  return { ...(await gtmState(database)), journals: readdirSync(journals).sort() };
}

async function aSite(database: MumpsDatabase, patch: Record<string, string>): Promise<Host> {
  await sayM({ database }, 'set ^LabConfig("schema")=13,^LabOther(1)="here"');
  writeRoutine(database, 'LABP', ['LABP ; as it was', ' quit']);
  const host = aGtmHost(database);
  host.merge(patch);
  await host.run('release', 'LAB-1', '--publish');
  return host;
}

test(`a rehearsal installs and undoes a patch on a copy, tells times and undeclared writes, and leaves the database alone${withoutGtm}`, async (t) => {
  const database = await gtmDatabase(t);
  const host = await aSite(database, patchWith('set ^LabOther(1)="written",^LabNew=1'));
  const before = await everythingOf(database);
  mkdirSync(join(host.top, 'state', 'mumps', 'rehearsal-4194305', 'globals'), { recursive: true });
  const { code, out } = await host.atSite('rehearse', 'LAB-1');
  t.is(code, 0, out);
  t.regex(
    out,
    /LAB-1 rehearsed well; installed in \d+\.\d s; undone in \d+\.\d s; wrote undeclared \^LabNew, \^LabOther/,
  );
  t.deepEqual(await everythingOf(database), before);
  const left = readdirSync(join(host.top, 'state', 'mumps')).filter((name) => name.startsWith('rehearsal'));
  t.deepEqual(left, []);
  const plan = await host.atSite('plan');
  t.regex(plan.out, /install {2}LAB-1[^]*: rehearsed well; installed in/);
  const told = JSON.parse((await host.atSite('plan', '--json')).out) as {
    steps: { rehearsal: { ok: boolean } }[];
  };
  t.true(told.steps[0]?.rehearsal.ok);
  t.is((await host.atSite('reconcile')).code, 0);
  t.is(await sayM({ database }, 'write ^LabOther(1),^LabNew'), 'written1');
  const again = await host.atSite('rehearse', 'LAB-1');
  t.is(again.code, 2);
  t.regex(again.err, /cannot be rehearsed here: it is installed/);
});

test(`a rehearsal that fails says why, and is shown in the plan${withoutGtm}`, async (t) => {
  const database = await gtmDatabase(t);
  const host = await aSite(database, patchWith('set ^LabOther(1)="written"', 'tcommit', 'set x=1/0'));
  const before = await everythingOf(database);
  const { code, out } = await host.atSite('rehearse', 'LAB-1');
  t.is(code, 1, out);
  t.regex(out, /LAB-1 rehearsed, and did not go well \(P1\^LABP failed: [^)]*\); installed in .*; undone in/);
  t.deepEqual(await everythingOf(database), before);
  t.regex((await host.atSite('plan')).out, /did not go well/);
  t.regex((await host.atSite('history')).out, /LAB-1 rehearsed, and did not go well/);
});
