import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { openDirectoryTarget } from '../../../src/adapters/targets/directory/open-directory-target.ts';
import { digestOf } from '../../../src/base/digest.ts';
import type { DocumentChange } from '../../../src/document/change.ts';
import { documentName } from '../../../src/document/document-name.ts';
import { memoryTarget } from '../../worlds/memory-target.ts';
import { temporaryFolder } from '../../worlds/temporary-folder.ts';

const names = [
  'Lab.cls',
  'lab.cls',
  'LAB.cls',
  'Lab.A.cls',
  'lab.a.cls',
  '/Lab/x',
  '/lab/X',
  'con.mac',
  'Con.mac',
].map(documentName);
const text = fc.constantFrom('one\n', 'two\n');
const value = fc.constantFrom(null, '1', '');
const reference = fc.constantFrom('^G', '^G(1)', '^G("in",1)', '^G("in")');

const change: fc.Arbitrary<DocumentChange> = fc.oneof(
  fc.record({
    kind: fc.constant('put' as const),
    name: fc.constantFrom(...names),
    bytes: text.map((content) => Buffer.from(content)),
    expected: fc.option(text.map(digestOf), { freq: 1 }),
  }),
  fc.record({
    kind: fc.constant('remove' as const),
    name: fc.constantFrom(...names),
    expected: text.map(digestOf),
  }),
  fc.record({
    kind: fc.constant('edit' as const),
    name: fc.constant(documentName('^G')),
    edits: fc.uniqueArray(fc.record({ reference, from: value, to: value }), {
      minLength: 1,
      selector: (edit) => edit.reference,
    }),
  }),
);

test('whatever is done to it, a folder holds what the target in memory holds', async (t) => {
  let run = 0;
  const base = temporaryFolder(t);
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 25 }), async (changes) => {
      const folder = join(base, String((run += 1)));
      nodeDisk().makeFolder(folder);
      const real = openDirectoryTarget({ folder, disk: nodeDisk(), clock: { now: () => 0 } });
      const model = memoryTarget();
      const [one, other] = [await real.open('a'), await model.open('a')];
      for (const each of changes) t.deepEqual(await one.apply(each), await other.apply(each));
      t.deepEqual(await real.inventory('all'), await model.inventory('all'));
      t.deepEqual(await real.inventory(names), await model.inventory(names));
      const subtree = documentName('^G("in")');
      t.deepEqual(
        Buffer.from((await real.read(subtree)) ?? []),
        Buffer.from((await model.read(subtree)) ?? []),
      );
      await one.close();
    }),
    { numRuns: 60 },
  );
});
