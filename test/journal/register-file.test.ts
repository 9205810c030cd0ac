import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import type { RegisterEntry } from '../../src/journal/register-entry.ts';
import { parseRegisterText, registerText } from '../../src/journal/register-file.ts';
import { registerSamples } from './journal-samples.ts';

const samples: readonly RegisterEntry[] = Object.values(registerSamples);

test('every kind of entry comes back as it was written, on one line', (t) => {
  for (const entry of samples) {
    t.deepEqual(parseRegisterText(registerText(entry)), entry);
    t.notRegex(registerText(entry), /\n/);
  }
});

test('an entry that is cut, misspelt or of an unknown kind is damage that names the target', (t) => {
  const text = registerText(registerSamples.installed);
  for (const wrong of [
    '',
    'null',
    '[]',
    '{}',
    text.slice(0, -1),
    text.replace('"installed"', '"brewed"'),
    text.replace('"proof"', '"prof"'),
    text.replace('"attempt":3', '"attempt":"3"'),
    text.replace('2026-11-30', '2026-13-30'),
    '['.repeat(20_000),
  ]) {
    const error = t.throws(() => parseRegisterText(wrong, '/srv/lab'));
    t.true(isFailure(error, 'REGISTER_DAMAGED'), wrong.slice(0, 80));
    t.regex(error.message, /\/srv\/lab/);
  }
});

test('an entry of a newer program is refused in words that say so', (t) => {
  const text = registerText(registerSamples.owner).replace('"format":1', '"format":7');
  const error = t.throws(() => parseRegisterText(text, '/srv/lab'));
  t.true(isFailure(error, 'NEWER_FORMAT'));
  t.regex(error.message, /format 7/);
});
