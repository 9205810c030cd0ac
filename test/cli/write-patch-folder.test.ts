import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { textFile, writePatchFolder } from '../../src/apps/cli/write-patch-folder.ts';
import { newFolder } from './run-patchfleet.ts';

test('the folder of a patch is there whole, or nothing of it is', async (t) => {
  const patches = join(newFolder(), 'patches');
  const folder = join(patches, 'LAB-1');
  const broken = {
    path: 'kit/B.cls',
    read: () =>
      (async function* () {
        yield await Promise.resolve(new Uint8Array(10));
        t.false(existsSync(folder));
        throw new Error('gone');
      })(),
  };
  await t.throwsAsync(writePatchFolder(folder, 'LAB-1', [textFile('kit/A.cls', 'a'), broken]), {
    message: 'gone',
  });
  t.deepEqual(readdirSync(patches), []);

  await writePatchFolder(folder, 'LAB-1', [textFile('kit/A.cls', 'a'), textFile('patch.yaml', 'b')]);
  t.deepEqual(readdirSync(folder).sort(), ['kit', 'patch.yaml']);
  t.is(readFileSync(join(folder, 'kit/A.cls'), 'utf8'), 'a');
  await t.throwsAsync(writePatchFolder(folder, 'patches/LAB-1', [textFile('patch.yaml', 'c')]), {
    code: 'FILE_EXISTS',
  });
  t.is(readFileSync(join(folder, 'patch.yaml'), 'utf8'), 'b');
  mkdirSync(join(patches, 'LAB-2'));
  await t.throwsAsync(writePatchFolder(join(patches, 'LAB-2'), 'LAB-2', []), { code: 'FILE_EXISTS' });
  t.deepEqual(readdirSync(patches).sort(), ['LAB-1', 'LAB-2']);
});
