import test from 'ava';
import { documentName } from '../../src/document/document-name.ts';
import type { DocumentPreview } from '../../src/plan/intended.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { unpainted } from '../../src/report/paint.ts';
import type { PlanDetail } from '../../src/report/plan-as-text.ts';
import { planAsText } from '../../src/report/plan-as-text.ts';
import { aRelease, hour, noon, patch, siteName } from '../plan/plan-world.ts';

const detail: PlanDetail = {
  ...{ zone: 'Europe/Madrid', previews: new Map(), unseen: new Map(), rehearsals: new Map() },
};

const preview = (name: string, effect: DocumentPreview['effect'], localEdit = false): DocumentPreview => ({
  name: documentName(name),
  effect,
  before: null,
  after: null,
  localEdit,
});

const plan: Plan = {
  site: siteName('prod-madrid'),
  at: noon,
  nextChange: noon + hour,
  steps: [
    {
      kind: 'remove',
      release: aRelease('LAB-1'),
      trigger: { kind: 'recall', who: 'ben', why: 'wrong codes' },
    },
    { kind: 'install', release: aRelease('LAB-2'), trigger: { kind: 'policy' } },
    {
      kind: 'wait',
      action: 'install',
      release: aRelease('LAB-3'),
      blockers: [
        { reason: 'NotYet', message: 'Waits for its date.', until: noon + hour, who: null },
        { reason: 'AwaitingOperator', message: 'Waits for a word.', until: null, who: 'the operator' },
      ],
    },
  ],
};

test('a plan says what is done, to which documents, and what waits until when and for whom', (t) => {
  const previews = new Map([
    [
      patch('LAB-2'),
      [
        preview('Lab.Router.cls', 'replace', true),
        preview('Lab.New.cls', 'add'),
        preview('LABOLD.mac', 'delete'),
        preview('^LabConfig', 'unchanged'),
      ],
    ],
  ]);
  const unseen = new Map([[patch('LAB-3'), 'its tag is gone']]);
  t.is(
    planAsText(plan, { ...detail, previews, unseen }, unpainted),
    `prod-madrid at 2026-03-11 12:00 Europe/Madrid
remove   LAB-1  Title of LAB-1 (recalled by ben: wrong codes)
install  LAB-2  Title of LAB-2
         ~ Lab.Router.cls  changed here by hand
         + Lab.New.cls
         - LABOLD.mac
         = ^LabConfig
wait     LAB-3  Title of LAB-3
         NotYet: Waits for its date. (until 2026-03-11 13:00 Europe/Madrid)
         AwaitingOperator: Waits for a word. (for the operator)
         not seen: its tag is gone
The plan changes by itself at 2026-03-11 13:00 Europe/Madrid.`,
  );
});

test('why a patch could not be looked into is said once', (t) => {
  const [wait] = plan.steps.filter(({ kind }) => kind === 'wait');
  if (wait?.kind !== 'wait') return t.fail();
  for (const reason of ['Unreachable', 'NotPossibleHere'] as const) {
    const blockers = [{ reason, message: 'Its tag is gone.', until: null, who: null }];
    const unseen = new Map([[wait.release.id, 'its tag is gone']]);
    const text = planAsText({ ...plan, steps: [{ ...wait, blockers }] }, { ...detail, unseen }, unpainted);
    t.is(text.split(/its tag is gone/i).length, 2, text);
  }
});

test('a plan without steps says that there is nothing to do', (t) => {
  t.regex(planAsText({ ...plan, steps: [] }, detail, unpainted), /nothing to do/);
});

test('times are told in the zone of the site, also where the clocks have changed', (t) => {
  const text = planAsText({ ...plan, nextChange: Date.parse('2026-07-01T10:00:00Z') }, detail, unpainted);
  t.regex(text, /2026-07-01 12:00 Europe\/Madrid/);
});

test('a title that carries terminal escapes is shown without them', (t) => {
  const release = aRelease('LAB-2', { title: 'x\u001b[2J\ny' });
  const text = planAsText(
    { ...plan, steps: [{ kind: 'install', release, trigger: { kind: 'policy' } }] },
    detail,
    unpainted,
  );
  t.true(text.includes('x [2J y'));
});

test('colours change nothing but colours', (t) => {
  const painted = planAsText(plan, detail, (style, text) => `<${style}>${text}</>`);
  t.regex(painted, /<good>install<\/>/);
  t.is(painted.replace(/<[a-z]*>|<\/>/g, ''), planAsText(plan, detail, unpainted));
});
