import { isEntry, preflightGlobals } from '../../../../src/adapters/targets/mumps/preflight-globals.ts';
import { gtmTest as test, withoutGtm } from '../../../worlds/gtm-database.ts';
import { aRunRoom, runLines, sayM, writeRoutine, writesFound } from '../../../worlds/gtm-run.ts';

/** Reads a node, has another process write it, and writes it in turn: the transaction cannot be committed as it is. */
const meddledWith = [
  'set x=$get(^LabA)',
  'zsystem "$gtm_dist/mumps -run P014^LABOTHER"',
  'zsystem "echo called >>called"',
  'set ^LabB(1)=1,^LabA=x+1',
];

test(`a run whose blocks others write is not called a second time, and leaves nothing${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  await sayM(room, 'set ^LabA=1');
  writeRoutine(room.database, 'LABOTHER', ['LABOTHER\t;', 'P014\tset ^LabA=^LabA+100', '\tquit']);
  const result = await runLines(room, ['write "once,"', ...meddledWith]);
  t.false(result.ok);
  t.regex(result.detail, /Too much is written here meanwhile.*quiet hour/, result.transcript);
  t.is(result.transcript.split('once,').length, 2, result.transcript);
  t.is(await sayM(room, 'write ^LabA,$data(^LabB)'), '1010');
  t.deepEqual(writesFound(room), []);
});

test(`a run that asks for a restart itself has not worked${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const result = await runLines(room, ['set ^LabA=1', 'trestart']);
  t.regex(result.detail, /not called a second time/, result.transcript);
  t.is(await sayM(room, 'write $data(^LabA)'), '0');
});

test(`a run alone in its database may let it grow${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const result = await runLines(room, ['for i=1:1:400 set ^LabA(i)=$justify(i,3000)']);
  t.true(result.ok, result.detail);
});

test(`a parameter is as long as its bytes${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const result = await runLines(room, ['quit'], { LONG: 'ü'.repeat(300_000) });
  t.regex(result.detail, /LONG is too long/);
});

for (const entry of ['##class(Lab.Patches).P014', 'P014^LABP(1)', 'P014', '^', 'P014^LABP,^LABQ', '1A^LABP'])
  test(`the plan refuses to run ${entry}${withoutGtm}`, (t) => {
    t.false(isEntry(entry));
    const [objection] = preflightGlobals([], entry);
    t.deepEqual([objection?.kind, objection?.name], ['refusal', `run: ${entry}`]);
  });

for (const entry of ['P014^LABP', '^%LABP', null])
  test(`the plan has nothing against running ${entry ?? 'nothing'}${withoutGtm}`, (t) => {
    t.deepEqual(preflightGlobals([], entry), []);
  });

test(`what an error says of a node stays in the transcript${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const result = await runLines(room, ['write ^LabP("Maria")']);
  t.regex(result.detail, /%GTM-E-GVUNDEF/);
  t.notRegex(result.detail, /Maria/);
  t.regex(result.transcript, /Maria/);
});

test(`a long transcript is cut between lines${withoutGtm}`, async (t) => {
  const room = await aRunRoom(t);
  const { transcript } = await runLines(room, ['for i=1:1:20000 write "<line ",i,">",!']);
  t.true(
    transcript.split('\n').every((line) => /^(<line \d+>|\[\d+ bytes are left out here\])?$/.test(line)),
  );
});
