import { gtmDatabase, gtmTest as test, withoutGtm } from '../worlds/gtm-database.ts';
import { sayM, writeRoutine } from '../worlds/gtm-run.ts';
import { gtmState } from '../worlds/gtm-state.ts';
import { aGtmHost, aGtmPatch } from './gtm-site.ts';

const zwr = (...lines: readonly string[]) => ['kit of a test', 'GT.M ZWR', ...lines, ''].join('\n');

/** Routines, globals and a run that works. */
const good = aGtmPatch('LAB-1', {
  kit: {
    'LABROUTE.m':
      'LABROUTE ; routes results\n quit\nP1 ; of LAB-1\n set ^LabRun("ward")=patchfleet("WARD")\n quit\n',
    '%ZLAB.m': '%ZLAB ; of the laboratory\n quit\n',
    'routes.zwr': zwr('^LabRoute("in",1)="ward 7"', '^LabConfig("schema")="14"'),
  },
  run: 'P1^LABROUTE',
  parameters: ['WARD = 7'],
});

/** Writes what nobody declared, in a transaction and outside of it, and then fails. */
const failing = aGtmPatch('LAB-2', {
  kit: {
    'LABROUTE.m':
      'LABROUTE ; routes results, better\n quit\nP2 ; of LAB-2\n set ^LabOther(1)="undeclared",^LabConfig("schema")=99\n kill ^LabOld zkill ^LabKept\n tcommit\n set ^LabLog($job)="outside" kill ^LabRun\n set x=1/0\n quit\n',
    'LABNEW.m': 'LABNEW ; new\n quit\n',
    'routes.zwr': zwr('^LabRoute("in",2)="ward 8"'),
  },
  run: 'P2^LABROUTE',
});

test(`a patch with routines, globals and a run goes in on real GT.M; one whose run fails after undeclared writes leaves nothing behind${withoutGtm}`, async (t) => {
  const database = await gtmDatabase(t);
  await sayM(
    { database },
    'set ^LabConfig("schema")=13,^LabOld(1)="a",^LabOld(1,2)=$zchar(0,255),^LabKept="k",^LabKept(1)="stays"',
  );
  writeRoutine(database, 'LABOLD', ['LABOLD ; was here', ' quit']);
  const host = aGtmHost(database);
  host.merge({ ...good });
  t.is((await host.run('release', 'LAB-1', '--publish')).code, 0);
  const installed = await host.atSite('reconcile');
  t.is(installed.code, 0, installed.out);
  t.is(
    await sayM(
      { database },
      'write ^LabRun("ward"),^LabRoute("in",1),^LabConfig("schema") do ^LABROUTE,^%ZLAB',
    ),
    '7ward 714',
  );

  const before = await gtmState(database);
  host.merge({ ...failing });
  t.is((await host.run('release', 'LAB-2', '--publish')).code, 0);
  const failed = await host.atSite('reconcile');
  t.is(failed.code, 2, failed.out);
  t.regex(failed.out, /P2\^LABROUTE failed/);
  t.regex(failed.out, /rolled back and proven/);
  const after = await gtmState(database);
  t.deepEqual(after, before, failed.out);
  t.log(`globals before ${before.globals}, after ${after.globals}`);
  t.log(`routines before ${before.routines}, after ${after.routines}`);
  t.is((await host.atSite('reconcile')).code, 1);
  t.deepEqual(await gtmState(database), before);
  const explained = (await host.atSite('explain', 'LAB-2')).out;
  t.regex(explained, /wrote outside of its backup: .*\^LabKept, .*\^LabOther\(1\)/, explained);

  t.is((await host.atSite('remove', 'LAB-1', '--why', 'not wanted')).code, 0);
  await host.atSite('reconcile');
  t.is(
    await sayM({ database }, 'write $data(^LabRun),$data(^LabRoute),^LabConfig("schema"),$data(^LabOld)'),
    '001310',
  );
});
