import test from 'ava';
import { computeProgress } from '../../src/fleet/progress.ts';
import { fleetAsText } from '../../src/report/fleet-as-text.ts';
import { unpainted } from '../../src/report/paint.ts';
import { tableAsText } from '../../src/report/table-as-text.ts';
import { aRelease, aRing, aSite, noon, patch, ringName, siteName } from '../plan/plan-world.ts';
import { aRecall } from '../plan/what-people-said.ts';
import { aReport, failed, has } from '../plan/what-sites-hold.ts';

const sites = [
  aSite('uat-north', { ring: ringName('uat') }),
  aSite('prod-madrid'),
  aSite('prod-lisbon', { timezone: 'Europe/Lisbon' }),
  aSite('prod-porto'),
];
const releases = [
  aRelease('LAB-1'),
  aRelease('LAB-2'),
  aRelease('LAB-3', { sites: { rings: [ringName('uat')], sites: null, except: [] } }),
];
const reports = [
  aReport('uat-north', { installed: [has('LAB-1'), has('LAB-2'), has('LAB-3')] }),
  aReport('prod-madrid', {
    installed: [has('LAB-1')],
    waiting: [{ patch: patch('LAB-2'), action: 'install', reason: 'NotYet', message: '', until: null }],
    conditions: [{ type: 'Drifted', reason: 'Edited', message: '', since: noon }],
  }),
  aReport('prod-lisbon', { installed: [has('LAB-1')], failed: [failed('LAB-2')] }),
];
const fleet = { rings: [aRing('uat'), aRing('prod')], sites, freezes: [], people: [] };
const progress = computeProgress({ now: noon, fleet, releases, recalls: [aRecall('LAB-3')], reports });
const stranger = { site: siteName('prod-porto'), unknown: 'its status is not signed' };

test('a fleet is a table of patches by sites, and a line for each site with its own time', (t) => {
  t.is(
    fleetAsText({ sites, progress, reports: [...reports, stranger] }, unpainted),
    `PATCH             uat-north  prod-madrid  prod-lisbon  prod-porto
LAB-1             installed  installed    installed    unknown
LAB-2             installed  NotYet       rolled back  unknown
LAB-3 (recalled)  installed  -            -            -

SITE         RING  SAID                            CONDITION
uat-north    uat   2026-03-11 11:00 Europe/Madrid
prod-madrid  prod  2026-03-11 11:00 Europe/Madrid  Drifted
prod-lisbon  prod  2026-03-11 10:00 Europe/Lisbon
prod-porto   prod                                  unknown: its status is not signed`,
  );
});

test('a site that has said nothing is unknown', (t) => {
  const text = fleetAsText({ sites, progress, reports }, unpainted);
  t.regex(text, /prod-porto {3}prod {2,}unknown: it has said nothing yet/);
});

test('columns stay in line whatever colour and whatever letters their cells have', (t) => {
  const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;
  t.is(
    tableAsText(
      ['A', 'EMPTY', 'B'],
      [
        [red('é'), '', '1'],
        ['xxx', '', '2'],
      ],
    ),
    `A    B\n${red('é')}    1\nxxx  2`,
  );
});
