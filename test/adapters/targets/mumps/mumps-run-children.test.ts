import { foundWrites } from '../../../../src/adapters/targets/mumps/kept-run.ts';
import { runPlaces } from '../../../../src/adapters/targets/mumps/run-folder.ts';
import { gtmDatabase, gtmTest as test, withoutGtm } from '../../../worlds/gtm-database.ts';
import { aRunRoom, runLines, sayM, writeRoutine, writesFound } from '../../../worlds/gtm-run.ts';

/** What a child of a run does: it sets a node, and goes on until it was seen, or for a minute. */
const seenChild = (node: string) => [
  `${node}\tset ^${node}(1)=$job`,
  '\tnew file,line,since set file=$ztrnlnm("PATCHFLEET_SEEN"),since=$horolog',
  '\tfor  quit:$piece($horolog,",",2)-$piece(since,",",2)>60  do  quit:line[$job  hang .01',
  '\t. set line="" open file:(readonly):1 use file read line:1 close file use $principal',
  '\tset ^$node(2)=1 quit'.replace('$node', node),
];

test(`what processes wrote that the run had started is the run's as well: JOB, ZSYSTEM and a pipe${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const environment = { ...room.database.environment, PATCHFLEET_SEEN: runPlaces(room.database).processes };
  const seeing = { ...room, database: { ...room.database, environment } };
  await sayM(seeing, 'set ^LabJob(1)="old"');
  for (const name of ['LabJob', 'LabSys', 'LabPip']) writeRoutine(room.database, name, seenChild(name));
  const { ok, detail, transcript } = await runLines(seeing, [
    'job LabJob^LabJob',
    'zsystem "$gtm_dist/mumps -run LabSys^LabSys"',
    'new pipe set pipe="pipe" open pipe:(command="$gtm_dist/mumps -run LabPip^LabPip")::"PIPE"',
    'use pipe new line for  read line quit:$zeof',
    'close pipe use $principal',
    'for  quit:$data(^LabJob(2))  hang .01',
    'new gone for  zsystem "kill -0 "_^LabJob(1)_" 2>/dev/null" quit:$zsystem  hang .01',
    'write 1/0',
  ]);
  t.false(ok, `${detail}\n${transcript}`);
  const found = foundWrites(seeing, 1);
  t.is(found?.kind === 'observed' && found.doubtful, null, JSON.stringify(found));
  t.deepEqual(
    writesFound(seeing)
      .map(({ reference, own: ours }) => [reference, ours] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
    ['^LabJob(1)', '^LabJob(2)', '^LabSys(1)', '^LabSys(2)', '^LabPip(1)', '^LabPip(2)']
      .sort()
      .map((reference) => [reference, true]),
  );
});

test(`in a database of two regions the writes of a run and of what it started are found in both, and none of others${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t, { database: await gtmDatabase(t, { twoRegions: true }) });
  const environment = { ...room.database.environment, PATCHFLEET_SEEN: runPlaces(room.database).processes };
  const seeing = { ...room, database: { ...room.database, environment } };
  await sayM(seeing, 'set ^LabA(0)="old",^LabB(0)="old"');
  writeRoutine(room.database, 'LabBC', seenChild('LabBC'));
  const { ok, detail } = await runLines(seeing, [
    'zsystem "$gtm_dist/mumps -run LabBC^LabBC"',
    'set ^LabA(1)=1,^LabB(1)=1,^LabA(2)=2,^LabB(2)=2',
  ]);
  t.true(ok, detail);
  await sayM(seeing, 'set ^LabA(3)="later",^LabB(3)="later"');
  const found = foundWrites(seeing, 1);
  t.is(found?.kind === 'observed' && found.doubtful, null, JSON.stringify(found));
  t.deepEqual(
    writesFound(seeing)
      .map(({ reference, own: ours }) => `${reference} ${String(ours)}`)
      .sort(),
    ['^LabA(1)', '^LabA(2)', '^LabB(1)', '^LabB(2)', '^LabBC(1)', '^LabBC(2)'].map((one) => `${one} true`),
  );
});
