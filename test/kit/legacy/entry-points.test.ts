import test from 'ava';
import { documentName } from '../../../src/document/document-name.ts';
import { entryPointFor, entryPointsOf } from '../../../src/kit/legacy/entry-points.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const releases = entryPointsOf({
  name: documentName('Lab.Patches.cls'),
  bytes: bytes(
    'Class Lab.Patches\n{\nClassMethod P013()\n{\n}\nClassMethod P014()\n{\n}\nMethod P015()\n{\n}\n}\n',
  ),
});
const another = entryPointsOf({
  name: documentName('Lab.Codes.cls'),
  bytes: bytes('Class Lab.Codes\n{\nClassMethod ToV14()\n{\n}\n}\n'),
});

test('the method of a release is the class method with its number, of several the one in a series', (t) => {
  t.is(entryPointFor('LAB-2026.014', releases)?.call, '##class(Lab.Patches).P014');
  t.is(entryPointFor('LAB-2026.014', [...another, ...releases])?.call, '##class(Lab.Patches).P014');
  t.is(entryPointFor('LAB-2026.014', another)?.call, '##class(Lab.Codes).ToV14');
});

test('without a method of that number, or with two that could be it, none is guessed', (t) => {
  t.is(entryPointFor('LAB-2026.015', releases), null);
  t.is(entryPointFor('LAB', releases), null);
  t.is(entryPointFor('LAB-2026.014', [...releases, ...releases]), null);
});

test('the label of a release is found in a routine, whatever the case of its other labels', (t) => {
  const text = 'ROUTINE LABX [Type=MAC]\nLABX2 ; not a release\n quit\nR2 ; of release 2\n quit\nR3\n quit\n';
  const labels = entryPointsOf({ name: documentName('LABX.mac'), bytes: bytes(text) });
  t.is(entryPointFor('LAB-3', labels)?.call, 'R3^LABX');
  t.is(entryPointFor('LAB-2', labels)?.call, 'R2^LABX');
});
