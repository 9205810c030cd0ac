import test from 'ava';
import { documentName } from '../../../src/document/document-name.ts';
import { entryPointsOf, isOfPatches, takesBack } from '../../../src/kit/legacy/entry-points.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const releases = entryPointsOf({
  name: documentName('Lab.Patches.cls'),
  bytes: bytes(
    'Class Lab.Patches\n{\nClassMethod P013()\n{\n}\nClassMethod P014()\n{\n}\nMethod P015()\n{\n}\n}\n',
  ),
});

test('entry points are the class methods of a class whose names end in digits, but no methods of objects', (t) => {
  t.deepEqual(
    releases.map(({ call }) => call),
    ['##class(Lab.Patches).P013', '##class(Lab.Patches).P014'],
  );
});

test('the label of a release is found in a routine, whatever the case of its other labels', (t) => {
  const text = 'ROUTINE LABX [Type=MAC]\nLABX2 ; not a release\n quit\nR2 ; of release 2\n quit\nR3\n quit\n';
  const labels = entryPointsOf({ name: documentName('LABX.mac'), bytes: bytes(text) });
  t.deepEqual(
    labels.map(({ call }) => call),
    ['LABX2^LABX', 'R2^LABX', 'R3^LABX'],
  );
});

test('words for patches count where they are whole, and what undoes or leaves is told by its name', (t) => {
  for (const owner of ['Lab.Patches', 'Lab.Install', 'LABPATCH', 'Lab.Tools.Hotfix'])
    t.true(isOfPatches(owner), owner);
  for (const owner of [
    'Lab.Installation',
    'Lab.Dispatch',
    'LABDISPATCH',
    'UNINSTALL',
    'Patches.Lab',
    'LABPATCHX',
  ])
    t.false(isOfPatches(owner), owner);
  const entry = { call: '', digits: '014' };
  for (const stem of ['Undo', 'Rollback', 'EXIT', 'CheckP', 'Remove'])
    t.true(takesBack({ ...entry, owner: 'Lab.Patches', stem }), stem);
  t.true(takesBack({ ...entry, owner: 'LABUNPATCH', stem: 'P' }));
  t.false(takesBack({ ...entry, owner: 'Test.Patches', stem: 'P' }));
});
