import test from 'ava';
import { checkKitPath } from '../../../src/kit/formats/kit-path.ts';

const good = [
  'kit/a.xml',
  'kit/csp/lab/index.csp',
  'patch.yaml',
  'kit/%Lab.xml',
  'kit/Überweisung.xml',
  'kit/console.xml',
  'kit/.hidden',
];

for (const path of good) {
  test(`${path} can be the path of a kit file`, (t) => {
    t.is(checkKitPath(path), null);
  });
}

const bad: readonly (readonly [path: string, why: RegExp])[] = [
  ['', /empty/],
  ['../a.xml', /part of it is \.\./],
  ['kit/../../a.xml', /part of it is \.\./],
  ['kit/./a.xml', /part of it is \./],
  ['/etc/passwd', /absolute/],
  ['\\\\server\\share', /backslash/],
  ['kit\\a.xml', /backslash/],
  ['C:/a.xml', /drive/],
  ['c:a.xml', /drive/],
  ['kit/a.xml:stream', /Windows does not allow/],
  ['kit/a?.xml', /Windows does not allow/],
  ['kit/CON', /device/],
  ['kit/nul.xml', /device/],
  ['kit/com1.tar.xml', /device/],
  ['kit/LPT³.xml', /device/],
  ['kit/a.', /ends in a dot/],
  ['kit/a /b.xml', /ends in a dot or blank/],
  ['kit//a.xml', /empty/],
  ['kit/', /empty/],
  ['kit/a\u0000.xml', /control/],
  ['kit/a\n.xml', /control/],
  ['kit/a\u202ecod.exe', /control/],
  ['kit/\ud800.xml', /control/],
  ['.git/hooks/post-checkout', /git/],
  ['kit/.GIT/config', /git/],
  [`kit/${'x'.repeat(256)}`, /longer/],
];

for (const [path, why] of bad) {
  test(`${JSON.stringify(path.slice(0, 40))} cannot be the path of a kit file`, (t) => {
    t.regex(checkKitPath(path) ?? '', why);
  });
}
