import test from 'ava';
import { openFormTokens } from '../../src/apps/page/form-tokens.ts';

test('a token is worth one form, whatever the order in which forms are sent', (t) => {
  const forms = openFormTokens();
  const [first, second, third] = [forms.issue(), forms.issue(), forms.issue()];
  t.is(forms.spend(second), 'good');
  t.is(forms.spend(first), 'good');
  t.is(forms.spend(second), 'spent');
  t.is(forms.spend(first), 'spent');
  t.is(forms.spend(third), 'good');
});

test('a token of other forms, or a changed one, is wrong', (t) => {
  const [forms, others] = [openFormTokens(), openFormTokens()];
  const token = forms.issue();
  t.is(forms.spend(others.issue()), 'wrong');
  t.is(forms.spend(token.replace(/^1/, '2')), 'wrong');
  t.is(forms.spend(`${token}x`), 'wrong');
  t.is(forms.spend(''), 'wrong');
  t.is(forms.spend(token), 'good');
});

test('when very many were sent the oldest count as sent, and those that are open go on', (t) => {
  const forms = openFormTokens();
  const [oldest, ...rest] = Array.from({ length: 1002 }, () => forms.issue());
  const open = rest.pop() ?? '';
  for (const token of rest) t.is(forms.spend(token), 'good');
  t.is(forms.spend(oldest ?? ''), 'spent');
  t.is(forms.spend(rest[0] ?? ''), 'spent');
  t.is(forms.spend(open), 'good');
});
