import test from 'ava';
import type { Fold } from '../../src/base/fold-on.ts';
import { foldOn } from '../../src/base/fold-on.ts';

/** Joins the entries, and notes how many it was given. */
function counted(): { readonly fold: Fold<string, string>; readonly given: number[] } {
  const given: number[] = [];
  const fold: Fold<string, string> = (entries, onto) => {
    given.push(entries.length);
    return [onto ?? '', ...entries].join('');
  };
  return { fold, given };
}

test('of a list that has grown only what is new is folded', (t) => {
  const { fold, given } = counted();
  const first = foldOn(['a', 'b'], null, fold);
  t.is(foldOn(['a', 'b', 'c'], first, fold).state, 'abc');
  t.deepEqual(given, [2, 1]);
});

test('of a list that is the same nothing is folded', (t) => {
  const { fold, given } = counted();
  const first = foldOn(['a', 'b'], null, fold);
  t.is(foldOn(['a', 'b'], first, fold), first);
  t.deepEqual(given, [2]);
});

for (const [what, list] of [
  ['is shorter', ['a']],
  ['begins with something else', ['x', 'b', 'c']],
  ['was changed in its last known entry', ['a', 'x', 'c']],
  ['is empty', []],
] as const)
  test(`a list that ${what} is folded anew`, (t) => {
    const { fold } = counted();
    t.is(foldOn(list, foldOn(['a', 'b'], null, fold), fold).state, list.join(''));
  });

test('a list that its owner changes in place is not taken for the one that was known', (t) => {
  const { fold } = counted();
  const list = ['a', 'b'];
  const first = foldOn(list, null, fold);
  list[0] = 'x';
  list.push('c');
  t.is(foldOn(list, first, fold).state, 'xbc');
});
