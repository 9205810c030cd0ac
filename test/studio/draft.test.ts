import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { DraftId } from '../../src/apps/studio/draft.ts';
import { foldFields, foldPicks, newDraft, readDraft } from '../../src/apps/studio/draft.ts';
import { openDraftStore } from '../../src/apps/studio/draft-store.ts';
import { temporaryFolder } from '../worlds/temporary-folder.ts';

const draft = newDraft('0123456789abcdef' as DraftId, 0);

test('a page of documents changes the picks that it showed, and no others', (t) => {
  const first = foldPicks(draft, { shown: ['a', 'b'], ticked: ['a', 'b'] });
  const second = foldPicks(first, { shown: ['b', 'c'], ticked: ['c'] });
  t.deepEqual(second.picks, ['a', 'c']);
});

test('what a page did not show cannot be ticked on it', (t) => {
  t.deepEqual(foldPicks(draft, { shown: ['a'], ticked: ['a', 'z'] }).picks, ['a']);
});

test('a form changes its own fields, and keeps newlines as they were typed', (t) => {
  const typed = foldFields(draft, { notes: 'a\r\nb', form: 'token' }, (name) => name === 'notes');
  t.deepEqual(foldFields(typed, { title: 'T' }, () => true).fields, { notes: 'a\nb', title: 'T' });
});

test('a draft is there again after a restart, and files that are none are passed over', (t) => {
  const folder = temporaryFolder(t);
  const store = openDraftStore(folder, () => 7);
  const begun = store.begin();
  store.keep({ ...begun, picks: ['a'], fields: { id: 'LAB-1' } });
  writeFileSync(join(folder, 'ffffffffffffffff.json'), '{"id":"ffffffffffffffff"}');
  writeFileSync(join(folder, 'notes.txt'), 'x');
  const again = openDraftStore(folder, () => 8);
  t.deepEqual(again.list(), [{ ...begun, picks: ['a'], fields: { id: 'LAB-1' }, changedAt: 7 }]);
  again.drop(begun.id);
  t.is(again.find(begun.id), null);
});

test('an id that is none leads to no file', (t) => {
  const folder = temporaryFolder(t);
  const store = openDraftStore(join(folder, 'drafts'), () => 0);
  writeFileSync(join(folder, 'secret.json'), JSON.stringify(draft));
  for (const id of ['../secret', '..%2fsecret', '', '0123456789ABCDEF', '0123456789abcdef/../../secret'])
    t.is(store.find(id), null);
  t.deepEqual(readdirSync(join(folder, 'drafts')), []);
  t.is(readDraft('{'), null);
});
