import test from 'ava';
import { withoutSubscripts } from '../../src/status/without-subscripts.ts';

const cases: readonly (readonly [string, string])[] = [
  ['^Lab("4711") has no value', '^Lab(…) has no value'],
  ['^Lab(4711,"a b","c""d")=1', '^Lab(…)=1'],
  ['^Lab("a)b",1) and ^%Z(1)', '^Lab(…) and ^%Z(…)'],
  ['^Lab("x"_$C(1)_"y") ', '^Lab(…) '],
  ['P014^Lab(no global)', 'P014^Lab(…)'],
  ['^Lab is whole (really)', '^Lab is whole (really)'],
];

for (const [text, shown] of cases) {
  test(`of ${text} is shown ${shown}`, (t) => {
    t.is(withoutSubscripts(text), shown);
  });
}
