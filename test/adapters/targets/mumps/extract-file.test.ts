import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { extractFile } from '../../../../src/adapters/targets/mumps/extract-file.ts';
import { temporaryFolder } from '../../../worlds/temporary-folder.ts';

test("extracts lie in patchfleet's own folder, which only its user can read, not in the temporary one", (t) => {
  const own = join(temporaryFolder(t), 'state', 'mumps');
  t.is(dirname(extractFile({ own })), own);
  t.is(statSync(own).mode & 0o777, 0o700);
});
