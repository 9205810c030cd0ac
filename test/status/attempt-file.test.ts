import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import { documentName } from '../../src/document/document-name.ts';
import { proofOf } from '../../src/document/inventory.ts';
import { attemptPath, parseAttempt, parseAttemptFacts, writeAttempt } from '../../src/status/attempt-file.ts';
import { inventoryPath, parseInventory, writeInventory } from '../../src/status/inventory-file.ts';
import { at, digest, patch, sampleAttempt, site } from './status-samples.ts';

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('the record of an attempt comes back as it was written', (t) => {
  t.deepEqual(parseAttempt('a.json', writeAttempt(sampleAttempt)), sampleAttempt);
});

test('the facts of a record are those of the whole, whatever its texts and its transcript hold', (t) => {
  const trap = ',\n  "transcript": [';
  const record = { ...sampleAttempt, why: trap, transcript: [trap, '] }', 'x'] };
  const bytes = writeAttempt(record);
  const whole = parseAttempt('a.json', bytes);
  const { steps, ...facts } = parseAttemptFacts('a.json', bytes);
  t.like(whole, facts);
  t.deepEqual(
    steps.map(({ step, at: text }) => [step, Date.parse(text)]),
    whole.steps.map((one) => [one.step, one.at]),
  );
  const cut = textOf(bytes).replace(/"after": "[^"]*"/, '"after": "none"');
  t.true(
    isFailure(
      t.throws(() => parseAttemptFacts('a.json', bytesOf(cut))),
      'INVALID_FILE',
    ),
  );
});

test('records lie in the order of the attempts', (t) => {
  t.is(attemptPath(3), 'attempts/000003.json');
  t.true(attemptPath(99) < attemptPath(100));
  t.is(inventoryPath(3), 'inventories/000003.json');
});

test('a long transcript keeps its beginning and its end, and says how much is left out', (t) => {
  const transcript = Array.from({ length: 5000 }, (_, line) => `line ${line} ${'x'.repeat(1000)}`);
  const bytes = writeAttempt({ ...sampleAttempt, transcript });
  const read = parseAttempt('a.json', bytes).transcript;
  t.true(bytes.length < 256 * 1024);
  t.regex(read[0] ?? '', /^line 0 /);
  t.regex(read.at(-1) ?? '', /^line 4999 /);
  t.true(read.includes('… 4600 lines left out …'));
});

test('a secret does not reach the record of an attempt', (t) => {
  const record = {
    ...sampleAttempt,
    why: 'token=abcdef123456',
    steps: [{ step: 'ran', at, detail: 'Authorization: Basic c3dvcmRmaXNo' }],
    transcript: ['connect with magic-word', 'password: "hunter22"'],
  };
  t.notRegex(textOf(writeAttempt(record, ['magic-word'])), /abcdef123456|c3dvcmRmaXNo|magic-word|hunter22/);
});

test('a record with a key that is not known, or of a newer program, is refused', (t) => {
  const text = textOf(writeAttempt(sampleAttempt));
  const strange = t.throws(() => parseAttempt('a.json', bytesOf(text.replace('"who"', '"whom"'))));
  t.true(isFailure(strange, 'INVALID_FILE'));
  const newer = t.throws(() => parseAttempt('a.json', bytesOf(text.replace('"format": 1', '"format": 2'))));
  t.true(isFailure(newer, 'NEWER_FORMAT'));
});

const inventory = {
  site,
  at,
  attempt: 3,
  patch,
  documents: [
    { name: documentName('^LabConfig'), digest: null },
    { name: documentName('Lab.Router.cls'), digest },
  ],
};

test('an inventory is written sorted, with its proof, and comes back', (t) => {
  const read = parseInventory('i.json', writeInventory(inventory));
  t.deepEqual(read.documents, [...inventory.documents].reverse());
  t.regex(read.proof, /^[0-9a-f]{64}$/);
});

test('an inventory whose proof is not that of its documents is refused', (t) => {
  const text = textOf(writeInventory(inventory)).replace('Lab.Router', 'Lab.Routes');
  const error = t.throws(() => parseInventory('i.json', bytesOf(text)));
  t.true(isFailure(error, 'INVALID_FILE'));
  t.regex(error.message, /proof/);
});

test('an inventory of parts of globals leaves the subscripts on site, and comes back with the proof of the site', (t) => {
  const documents = [{ name: documentName('^LabRoute("4711")'), digest }];
  const bytes = writeInventory({ ...inventory, documents });
  const read = parseInventory('i.json', bytes);
  t.notRegex(textOf(bytes), /4711/);
  t.is(read.proof, proofOf(documents));
});
