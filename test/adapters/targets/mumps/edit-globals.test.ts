import test from 'ava';
import { editGlobals } from '../../../../src/adapters/targets/mumps/edit-global.ts';
import type { Answer } from '../../../../src/adapters/targets/mumps/read-answers.ts';
import { documentName } from '../../../../src/document/document-name.ts';
import { editOf } from '../../../../src/document/node-edits.ts';

const edits = ['^LabA', '^LabB'].map((name) =>
  editOf(documentName(name), [{ reference: `${name}(1)`, from: null, to: '1' }]),
);

function answered(word: string) {
  const answer: Answer = { kind: 'done', word, body: Buffer.alloc(0) };
  const conversation = { ask: () => Promise.resolve(answer), end: () => Promise.resolve() };
  return editGlobals({ conversation, target: 'here' }, edits);
}

test('a conflict is told with the document in which it was found', async (t) => {
  t.is(await answered('conflict^LabB'), documentName('^LabB'));
  t.is(await answered('edited'), null);
});

test('a conflict in a global that was not edited does not pass for done', async (t) => {
  await t.throwsAsync(answered('conflict^LabC'), { message: /\^LabC, which was not edited/ });
});

test('an edit that goes in by parts tells how much of it is checked and made', async (t) => {
  const nodes = [1, 2, 3, 4].map((index) => ({ reference: `^LabA(${index})`, from: null, to: '1' }));
  const tooBig: Answer = { kind: 'error', status: '150375434,x,%GTM-E-TRANS2BIG, too big', edits: 2 };
  const done: Answer = { kind: 'done', word: 'edited', body: Buffer.alloc(0) };
  const answers = [tooBig, tooBig, done, tooBig];
  const conversation = { ask: () => Promise.resolve(answers.shift() ?? done), end: () => Promise.resolve() };
  const told: number[] = [];
  const edit = editOf(documentName('^LabA'), nodes);
  t.is(await editGlobals({ conversation, target: 'here' }, [edit], (share) => told.push(share)), null);
  t.deepEqual([...new Set(told)], [0.5, 0.625, 0.75, 0.875, 1]);
});
