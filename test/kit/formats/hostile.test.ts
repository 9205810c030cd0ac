import test from 'ava';
import { Failure } from '../../../src/base/failure.ts';
import { anExport, documents, found } from './files.ts';
import { aGlobal, hostileFiles } from './hostile-files.ts';

for (const [what, path, content, says] of hostileFiles) {
  test(`${what} is an error that says where`, async (t) => {
    for (const pieceSize of [1, 7, 65_536]) {
      const error = await t.throwsAsync(documents(path, content, pieceSize), { instanceOf: Failure });
      t.is(error.code, 'INVALID_FILE');
      t.regex(error.message, says);
    }
  });
}

test('globals whose names differ by case are two documents, as they are in M', async (t) => {
  t.is((await documents('kit/a.zwr', 'x\nZWR\n^A=1\n^a=1\n')).length, 2);
});

test('253 subscripts are not too deep', async (t) => {
  const [document] = await documents(
    'kit/a.xml',
    aGlobal(`${'<Node><Sub>1</Sub>\n'.repeat(253)}<Data>x</Data>${'</Node>'.repeat(253)}`),
  );
  t.is(document?.bytes.length, '^G()="x"\n'.length + 253 + 252);
});

test('absurdly long lines are read, in time that grows with their length only', async (t) => {
  const long = 'x'.repeat(8_000_000);
  const files: readonly (readonly [string, string])[] = [
    ['kit/a.xml', anExport(`<Routine name="A" type="MAC"><![CDATA[\n;${long}]]></Routine>`)],
    ['kit/A.mac', `ROUTINE A [Type=MAC]\n;${long}`],
    ['kit/a.zwr', `x\nZWR\n^A="${long}"\n`],
  ];
  for (const [path, text] of files) {
    const [one] = await found(path, text, 4096);
    t.true((one?.document.bytes.length ?? 0) > long.length, path);
  }
});
