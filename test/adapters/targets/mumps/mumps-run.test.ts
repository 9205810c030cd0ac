import { makeRun } from '../../../../src/adapters/targets/mumps/kept-run.ts';
import { gtmTest as test, withoutGtm } from '../../../worlds/gtm-database.ts';
import { aRunRoom, runLines, sayM, writeRoutine, writesFound } from '../../../worlds/gtm-run.ts';

const kept = 'set ^PATCHFLEET("register",1)="{}",^PATCHFLEET("register",2)=$zchar(0,255,34)';
const shown = 'zwrite ^PATCHFLEET';

test(`a run that comes back has worked, and what it wrote is found${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  await sayM(room, 'set ^LabOld(1)=1,^LabOld(1,2)=3');
  const result = await runLines(
    room,
    ['write "hello"', 'set ^LabNew("a")=patchfleet("SITE")', 'kill ^LabOld(1)'],
    { SITE: 'Köln' },
  );
  t.deepEqual(result, { ok: true, detail: 'It came back.', transcript: 'hello' });
  t.deepEqual(writesFound(room), [
    { kind: 'set', reference: '^LabNew("a")', value: Buffer.from('Köln').toString('latin1'), own: true },
    { kind: 'kill', reference: '^LabOld(1)', own: true },
  ]);
});

const failures: readonly (readonly [title: string, lines: readonly string[], detail: RegExp])[] = [
  ['halts', ['set ^LabX=1', 'halt'], /instead of coming back/],
  ['commits and halts', ['set ^LabX=1', 'tcommit', 'halt'], /instead of coming back/],
  ['commits', ['set ^LabX=1', 'tcommit'], /ended the transaction/],
  ['rolls back', ['set ^LabX=1', 'trollback'], /ended the transaction/],
  ['leaves a transaction open', ['tstart ():serial', 'set ^LabX=1'], /code 1/],
  ['ends with zhalt 0', ['zhalt 0'], /instead of coming back/],
  ['ends with zhalt 3', ['zhalt 3'], /code 3/],
  ['leaves all levels', ['zgoto 0'], /instead of coming back/],
  ['makes an error', ['write 1/0'], /code 1: P014\+1\^LABP,%GTM-E-DIVZERO/],
  ['makes an error with a trap of its own', ['set $etrap="",$ztrap="" write 1/0'], /./],
  ['calls what is not there', ['do ^LABNONE'], /code/],
  ['kills its process', ['zsystem "kill -9 "_$job'], /killed|code/],
  ['prints what a driver might print', ['write "0123 1 0",!', 'halt'], /instead of coming back/],
];

for (const [title, lines, detail] of failures)
  test(`a run that ${title} has not worked${withoutGtm}`, async (t) => {
    const room = await aRunRoom(t);
    const result = await runLines(room, lines);
    t.false(result.ok, result.transcript);
    t.regex(result.detail, detail, result.transcript);
  });

test(`a run that hangs is ended at its time limit, and what it wrote in its transaction is not there${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t, { timeLimit: 1000 });
  const result = await runLines(room, ['set ^LabX=1', 'for  hang 1']);
  t.false(result.ok);
  t.regex(result.detail, /did not end within 1 seconds/);
  t.deepEqual(writesFound(room), []);
  t.is(await sayM(room, 'write $data(^LabX)'), '0');
});

test(`a run that will not be asked is killed${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t, { timeLimit: 500 });
  const result = await runLines(room, ['zsystem "kill -STOP "_$job', 'write "never"']);
  t.false(result.ok);
  t.is(result.transcript, '');
});

test(`a run that reads input reads nothing${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const result = await runLines(room, ['read x', 'set ^LabX=x_$zeof']);
  t.true(result.ok, result.transcript);
  t.deepEqual(writesFound(room), [{ kind: 'set', reference: '^LabX', value: '1', own: true }]);
});

test(`a run that uses devices and traps and kills its variables comes back even so${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const result = await runLines(room, [
    'set file="out" open file:newversion use file write "x"',
    'set $etrap="halt"',
    'lock ^LabX',
    'kill',
    'view "NOUNDEF"',
    'set ^LabX=$data(pf)_$data(patchfleet)',
  ]);
  t.true(result.ok, result.transcript);
  t.deepEqual(writesFound(room), [{ kind: 'set', reference: '^LabX', value: '00', own: true }]);
});

test(`a run that talks without end is told with its beginning and its end${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const { ok, transcript } = await runLines(room, [
    'write "begin"',
    'for i=1:1:200000 write "0123456789"',
    'write "end"',
  ]);
  t.true(ok);
  t.true(transcript.length <= 64 * 1024);
  t.regex(transcript, /^begin[^]*bytes are left out here[^]*end\n?$/);
});

for (const [title, lines] of [
  ['', ['kill ^PATCHFLEET']],
  [' and commits', ['kill ^PATCHFLEET set ^PATCHFLEET(7)=7 tcommit', 'halt']],
] as const)
  test(`a run that kills patchfleet's own global${title} has not worked, and it is put back${withoutGtm}`, async (t) => {
    const room = await aRunRoom(t);
    await sayM(room, kept);
    const before = await sayM(room, shown);
    const result = await runLines(room, [...lines]);
    t.false(result.ok);
    t.regex(result.detail, /\^PATCHFLEET/);
    t.is(await sayM(room, shown), before);
    t.deepEqual(writesFound(room), []);
  });

for (const [title, line] of [
  ['a job', 'job wait^LABJ'],
  ['a program', 'zsystem "sleep 100 &"'],
] as const)
  test(`${title} that a run leaves behind is ended, and the run has not worked${withoutGtm}`, async (t) => {
    const room = await aRunRoom(t);
    writeRoutine(room.database, 'LABJ', ['LABJ\t;', 'wait\thang 100', '\tquit']);
    const result = await runLines(room, [line, 'hang 0.3']);
    t.false(result.ok);
    t.regex(result.detail, /left processes behind/);
  });

test(`parameters are data, whatever they hold${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const hostile = { 'A"B': '"_$zsystem("false")_"', '': 'no name', ' ': '\n\tzhalt 7\n', ü: '\u0000\u00ff' };
  const result = await runLines(room, ['merge ^LabP=patchfleet'], hostile);
  t.true(result.ok, result.transcript);
  const found = writesFound(room).map(
    (write) => write.kind === 'set' && Buffer.from(write.value, 'latin1').toString(),
  );
  t.deepEqual(found.sort(), Object.values(hostile).sort());
});

for (const entry of ['P014^LABP(1)', '^LABP write 1', '##class(Lab.Patches).P014', 'P014'])
  test(`${entry} is not run${withoutGtm}`, async (t) => {
    const room = await aRunRoom(t);
    const result = await makeRun(room, { attempt: 1, entry, parameters: {} });
    t.false(result.ok);
    t.deepEqual(writesFound(room), []);
  });
