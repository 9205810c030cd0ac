import test from 'ava';
import { sessionCommands } from '../../../../src/adapters/targets/iris/session-command.ts';
import { isFailure } from '../../../../src/base/failure.ts';

const call = { className: 'PatchFleet.Helper', method: 'Serve', args: ['/tmp/a "b"/', 'n0', 30] };
const text = '##class(PatchFleet.Helper).Serve("/tmp/a ""b""/","n0",30)';
const load = { className: '%SYSTEM.OBJ', method: 'Load', args: ['/tmp/x.xml', 'ck-d'] };

test('IRIS on Unix reads its calls from standard input, at most three lines with the HALT', (t) => {
  const address = { instance: 'IRIS', namespace: 'LAB', program: '/usr/bin/iris' };
  t.deepEqual(sessionCommands(address, [load, call]), [
    {
      program: '/usr/bin/iris',
      args: ['session', 'IRIS', '-U', 'LAB'],
      input: `Do ##class(%SYSTEM.OBJ).Load("/tmp/x.xml","ck-d")\nDo ${text}\nHalt\n`,
    },
  ]);
  t.throws(() => sessionCommands(address, [load, call, call]));
});

test('Caché and Ensemble on Unix have csession', (t) => {
  const address = { instance: 'CACHE', namespace: '%SYS', program: 'csession' };
  const [command] = sessionCommands(address, [call]);
  t.deepEqual(command?.args, ['CACHE', '-U', '%SYS']);
  t.is(command?.input, `Do ${text}\nHalt\n`);
});

test('on Windows each call stands among the arguments of a program of its own, without DO', (t) => {
  const iris = { instance: 'IRIS', namespace: 'LAB', program: String.raw`C:\IRIS\bin\iris.exe` };
  t.deepEqual(
    sessionCommands(iris, [load, call]).map(({ args, input }) => ({ args, input })),
    [
      { args: ['run', 'IRIS', '##class(%SYSTEM.OBJ).Load("/tmp/x.xml","ck-d")', 'LAB'], input: null },
      { args: ['run', 'IRIS', text, 'LAB'], input: null },
    ],
  );
  const cache = { instance: 'CACHE', namespace: 'LAB', program: 'CSESSION.EXE' };
  t.deepEqual(sessionCommands(cache, [call])[0]?.args, ['CACHE', '-U', 'LAB', text]);
});

test('a path that a line of input cannot hold is refused', (t) => {
  const address = { instance: 'IRIS', namespace: 'LAB', program: 'iris' };
  for (const path of ['/tmp/a\nHalt', '/tmp/ä', '/tmp/\u0000']) {
    const error = t.throws(() => sessionCommands(address, [{ ...call, args: [path] }]));
    t.true(isFailure(error, 'DISK_FAILED'), path);
  }
});
