import test from 'ava';
import type { PassResult } from '../../src/apps/served-site.ts';
import { siteStateOf } from '../../src/apps/web/site-state.ts';

const passed: Extract<PassResult, { kind: 'passed' }> = {
  ...{ kind: 'passed', plan: null, zone: null, attempts: [], inconsistent: false, problems: [] },
  delivery: { kind: 'nothing' },
};

const results: readonly (readonly [what: string, result: PassResult, mark: string, words: string])[] = [
  ['where all is well', passed, 'good', 'idle'],
  ['that is inconsistent', { ...passed, inconsistent: true }, 'bad', 'inconsistent'],
  [
    'with a problem',
    { ...passed, problems: [{ type: 'ChannelRefused', message: '' }] },
    'wait',
    'has problems',
  ],
  ['whose target another agent holds', { kind: 'busy', message: '' }, 'wait', 'another agent is at work'],
  ['whose last pass failed', { kind: 'failed', message: '', hint: '' }, 'bad', 'last pass failed'],
];

for (const [what, result, mark, words] of results) {
  test(`a site ${what} is listed as ${words}`, (t) => {
    t.deepEqual(siteStateOf({ phase: 'sleeping', last: { at: 0, result } }), { mark, words });
  });
}
