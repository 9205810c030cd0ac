import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../worlds/temporary-folder.ts';

interface Module {
  readonly removeOrphans: (compiled: string, source: string) => void;
}

test('what was compiled from a source that is gone is removed before a build, and nothing else', async (t) => {
  const { href } = new URL('../../../tools/remove-orphans.mjs', import.meta.url);
  const { removeOrphans } = (await import(href)) as Module;
  const top = temporaryFolder(t);
  const write = (path: string): void => {
    mkdirSync(join(top, path, '..'), { recursive: true });
    writeFileSync(join(top, path), '');
  };
  for (const path of ['test/a/kept.test.ts', 'test/kept.ts']) write(path);
  const kept = ['dist/test/a/kept.test.js', 'dist/test/a/kept.test.js.map', 'dist/test/kept.js'];
  const gone = ['dist/test/a/gone.test.js', 'dist/test/a/gone.test.js.map', 'dist/test/old/room.test.js'];
  for (const path of [...kept, ...gone]) write(path);
  removeOrphans(join(top, 'dist/test'), join(top, 'test'));
  t.deepEqual(
    [...kept, ...gone].filter((path) => existsSync(join(top, path))),
    kept,
  );
});
