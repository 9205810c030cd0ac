import { gtmDatabase, gtmTest, withoutGtm } from '../../../worlds/gtm-database.ts';
import { callMumps } from '../../../../src/adapters/targets/mumps/call-process.ts';

gtmTest(`a process of the database sees its globals, and an error is no success${withoutGtm}`, async (t) => {
  const database = await gtmDatabase(t);
  const execute = (code: string) =>
    callMumps(database, 'mumps', ['-run', '%XCMD', code], { timeLimit: 20_000 });
  t.is((await execute('set ^A("x y",1)=2')).code, 0);
  t.is((await execute('write ^A("x y",1)')).output.toString(), '2');
  t.not((await execute('write ^A("none")')).code, 0);
  const called = await callMumps(database, 'mumps', ['-run', 'NONE^NONE'], { timeLimit: 20_000 });
  t.not(called.code, 0);
});

gtmTest(`input reaches the process byte for byte${withoutGtm}`, async (t) => {
  const database = await gtmDatabase(t);
  const code = 'read x write $length(x) for i=1:1:$length(x) write ",",$ascii(x,i)';
  const input = Uint8Array.of(0xff, 0x80, 0x09, 0x41, 0x0a);
  const { output } = await callMumps(database, 'mumps', ['-run', '%XCMD', code], {
    timeLimit: 20_000,
    input,
  });
  t.is(output.toString(), '4,255,128,9,65');
});

gtmTest(
  `a process that takes longer than it may is ended, and what it had begun is undone${withoutGtm}`,
  async (t) => {
    const database = await gtmDatabase(t);
    const code = 'tstart ():serial set ^A=1 hang 60 tcommit';
    const ended = await callMumps(database, 'mumps', ['-run', '%XCMD', code], { timeLimit: 500 });
    t.true(ended.late);
    const { output } = await callMumps(database, 'mumps', ['-run', '%XCMD', 'write $data(^A)'], {
      timeLimit: 20_000,
    });
    t.is(output.toString(), '0');
  },
);

gtmTest(`programs that are not there are the failure TARGET_UNREACHABLE${withoutGtm}`, async (t) => {
  const database = { ...(await gtmDatabase(t)), dist: '/nowhere' };
  const error = await t.throwsAsync(
    callMumps(database, 'mumps', ['-run', '%XCMD', 'quit'], { timeLimit: 20_000 }),
  );
  t.like(error, { code: 'TARGET_UNREACHABLE' });
});
