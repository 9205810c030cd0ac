import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import fc from 'fast-check';
import { nodeDisk } from '../../../src/adapters/files/node-disk.ts';
import { openDirectoryTarget } from '../../../src/adapters/targets/directory/open-directory-target.ts';
import { openMumpsTarget } from '../../../src/adapters/targets/mumps/open-mumps-target.ts';
import { digestOf } from '../../../src/base/digest.ts';
import type { DocumentChange } from '../../../src/document/change.ts';
import type { DocumentName } from '../../../src/document/document-name.ts';
import { documentName } from '../../../src/document/document-name.ts';
import { editOf } from '../../../src/document/node-edits.ts';
import type { Target } from '../../../src/ports/target.ts';
import { gtmTest, withoutGtm } from '../../worlds/gtm-database.ts';
import { makeGtmDatabase } from '../../../tools/make-gtm-database.ts';
import { memoryTarget } from '../../worlds/memory-target.ts';
import { temporaryFolder } from '../../worlds/temporary-folder.ts';

const namesInFolders = [
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
const namesOnGtm = ['LAB.m', 'lab.m', '%LAB.m', 'LAB1.m'].map(documentName);
const text = fc.constantFrom('one\n', 'two\n');
const value = fc.constantFrom(null, '1', '');
const reference = fc.constantFrom('^G', '^G(1)', '^G("in",1)', '^G("in")');

const changeOf = (names: readonly DocumentName[]): fc.Arbitrary<DocumentChange> =>
  fc.oneof(
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
    fc
      .uniqueArray(fc.record({ reference, from: value, to: value }), {
        minLength: 1,
        selector: (edit) => edit.reference,
      })
      .map((edits) => editOf(documentName('^G'), edits)),
  );

/** Does the same to both, and compares what they answer and hold. */
async function holdAlike(
  t: ExecutionContext,
  real: Target,
  names: readonly DocumentName[],
  changes: readonly DocumentChange[],
): Promise<void> {
  const model = memoryTarget();
  const [one, other] = [await real.open('a'), await model.open('a')];
  for (const each of changes) t.deepEqual(await one.apply(each), await other.apply(each));
  t.deepEqual(await real.inventory('all'), await model.inventory('all'));
  t.deepEqual(await real.inventory(names), await model.inventory(names));
  const subtree = documentName('^G("in")');
  t.deepEqual(Buffer.from((await real.read(subtree)) ?? []), Buffer.from((await model.read(subtree)) ?? []));
  await one.close();
}

test('whatever is done to it, a folder holds what the target in memory holds', async (t) => {
  let run = 0;
  const base = temporaryFolder(t);
  await fc.assert(
    fc.asyncProperty(fc.array(changeOf(namesInFolders), { maxLength: 25 }), async (changes) => {
      const folder = join(base, String((run += 1)));
      nodeDisk().makeFolder(folder);
      const real = openDirectoryTarget({ folder, disk: nodeDisk(), clock: { now: () => 0 } });
      await holdAlike(t, real, namesInFolders, changes);
    }),
    { numRuns: 60 },
  );
});

gtmTest(
  `whatever is done to it, a GT.M database holds what the target in memory holds${withoutGtm}`,
  async (t) => {
    await fc.assert(
      fc.asyncProperty(fc.array(changeOf(namesOnGtm), { maxLength: 25 }), async (changes) => {
        const { database, remove } = await makeGtmDatabase();
        const real = openMumpsTarget({ database, disk: nodeDisk(), copyUpTo: 0, timeLimit: 20_000 });
        await holdAlike(t, real, namesOnGtm, changes).finally(remove);
      }),
      { numRuns: 5, seed: 20_260_311 },
    );
  },
);
