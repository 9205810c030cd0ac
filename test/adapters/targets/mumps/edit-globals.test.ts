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
