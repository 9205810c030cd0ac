import test from 'ava';
import type { DocumentName } from '../../src/document/document-name.ts';
import { documentName } from '../../src/document/document-name.ts';
import { chooseDocuments } from '../../src/publish/live/choose-documents.ts';
import { exportDocuments } from '../../src/publish/live/export-documents.ts';
import type { MemoryTarget } from '../worlds/memory-target.ts';
import { memoryTarget } from '../worlds/memory-target.ts';

const held = {
  'Lab.A.cls': 'Class Lab.A\n{\n}\n',
  'LABIN.mac': 'ROUTINE LABIN [Type=MAC]\n q\n',
  '^Lab': '^Lab("in",1)="a"\n^Lab("in",2)="b"\n^Lab("kept")="k"\n^Lab("out")="c"\n',
};

function aTarget() {
  const target = memoryTarget();
  for (const [name, text] of Object.entries(held)) target.write(name, text);
  return target;
}

async function exported(target: MemoryTarget, names: readonly DocumentName[]) {
  const found = [];
  for await (const one of exportDocuments(target, names, null)) found.push(one);
  return found;
}

test('documents that several patterns choose are chosen once, and no part of a global beside one that holds it', async (t) => {
  const chosen = await chooseDocuments(aTarget(), [
    'Lab.*',
    'Lab.A.cls',
    '^Lab("in")',
    '^Lab("in",2)',
    '^L*',
    'X*',
  ]);
  t.deepEqual(chosen, { names: ['Lab.A.cls', '^Lab'].map(documentName), unmatched: ['X*'] });
  const parts = await chooseDocuments(aTarget(), ['^Lab("in",2)', '^Lab("out")', '^Lab("in")']);
  t.deepEqual(parts.names.map(String), ['^Lab("in")', '^Lab("out")']);
});

test('a target is asked for its list only where a pattern has a star', async (t) => {
  const list = () => Promise.reject(new Error('asked'));
  t.deepEqual((await chooseDocuments({ list }, ['Lab.None.cls'])).names.map(String), ['Lab.None.cls']);
  await t.throwsAsync(chooseDocuments({ list }, ['Lab.*']), { message: 'asked' });
});

test('parts of one global become one file, and what is not there is said', async (t) => {
  const names = ['Lab.None.cls', '^Lab("in")', '^Lab("none")', '^Lab("out")'].map(documentName);
  const found = await exported(aTarget(), names);
  t.deepEqual(
    found.map((one) =>
      one.kind === 'file' ? `${one.file}: ${Buffer.from(one.bytes).toString()}` : `${one.kind} ${one.name}`,
    ),
    [
      'missing Lab.None.cls',
      'missing ^Lab("none")',
      'kit/Lab.zwr: patchfleet\nZWR\n^Lab("in",1)="a"\n^Lab("in",2)="b"\n^Lab("out")="c"\n',
    ],
  );
});

test('two globals whose names differ by case only cannot be files of one kit', async (t) => {
  const target = aTarget();
  target.write('^LAB', '^LAB(1)="x"\n');
  const found = await exported(target, ['^LAB', '^Lab'].map(documentName));
  t.deepEqual(
    found.map(({ kind }) => kind),
    ['file', 'left-out'],
  );
});
