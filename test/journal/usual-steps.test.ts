import test from 'ava';
import { foldJournal } from '../../src/journal/journal-state.ts';
import type { AttemptFact, JournalEvent } from '../../src/journal/journal-event.ts';
import { usualSteps } from '../../src/journal/usual-steps.ts';

const digest = 'd'.repeat(64) as never;

/** An attempt whose writing took so long; `more`: what came then. */
function anAttempt(attempt: number, writing: number, more: readonly object[] = []): readonly JournalEvent[] {
  const at = attempt * 1_000_000;
  const started = {
    kind: 'started',
    action: 'install',
    patch: 'LAB-1',
    releaseDigest: digest,
    trigger: 'policy',
  };
  const facts = [
    { ...started, who: null, why: '', at },
    { kind: 'installing', at: at + 10 },
    { kind: 'verifying', at: at + 10 + writing },
    ...(more.length > 0 ? more : [{ kind: 'committed', proof: digest, documents: [], foreign: [] }]).map(
      (fact) => ({ ...fact, at: at + 50 + writing }),
    ),
  ];
  return facts.map((fact) => ({ ...fact, attempt }) as unknown as AttemptFact & { readonly at: number });
}

test('a step usually takes as long as the median of the last ten times', (t) => {
  const long = Array.from({ length: 5 }, (_, index) => anAttempt(index + 1, 90_000));
  const lately = [30, 40, 41, 42, 1000, 20, 41, 39, 40, 38].map((span, index) => anAttempt(index + 6, span));
  const usual = usualSteps(foldJournal([...long, ...lately].flat()));
  t.is(usual.get('installing'), 40);
  t.is(usual.get('verifying'), 40);
  t.is(usual.get('running'), undefined);
});

test('neither an attempt under way nor one that was cut short counts', (t) => {
  const cut = [
    { kind: 'rolling-back', why: 'the agent ended', interrupted: true },
    { kind: 'rolled-back', proof: digest, foreign: [] },
  ];
  const events = [
    anAttempt(1, 40),
    anAttempt(2, 9000, cut),
    anAttempt(3, 9000, cut),
    anAttempt(4, 7000).slice(0, 3),
  ].flat();
  t.is(usualSteps(foldJournal(events)).get('installing'), 40);
});
