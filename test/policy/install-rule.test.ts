import test from 'ava';
import { installRuleFor } from '../../src/policy/install-rule.ts';
import { selectsSite } from '../../src/policy/selection.ts';
import {
  aPolicy,
  aSite,
  atRing,
  atSite,
  automatic,
  byOperator,
  everyone,
  ringName,
  scheduled,
  siteName,
} from '../plan/plan-world.ts';

const site = aSite('prod-a');

test('the rule of the site comes before that of its ring, and that before the default', (t) => {
  const date = scheduled('2026-11-30T02:00');
  const ofRing = { place: atRing('prod'), install: date };
  const ofSite = { place: atSite('prod-a'), install: automatic };
  const others = [
    { place: atRing('uat'), install: automatic },
    { place: atSite('prod-b'), install: automatic },
  ];
  t.is(installRuleFor(aPolicy(byOperator, { rules: others }), site), byOperator);
  t.is(installRuleFor(aPolicy(byOperator, { rules: [...others, ofRing] }), site), date);
  t.is(installRuleFor(aPolicy(byOperator, { rules: [ofRing, ...others, ofSite] }), site), automatic);
});

test('two different rules of one rank leave it to the operator, in whatever order they stand', (t) => {
  const rules = [
    { place: atRing('prod'), install: automatic },
    { place: atRing('prod'), install: scheduled('2026-11-30T02:00') },
  ];
  t.is(installRuleFor(aPolicy(automatic, { rules }), site).kind, 'operator');
  t.is(installRuleFor(aPolicy(automatic, { rules: rules.toReversed() }), site).kind, 'operator');
  const same = [rules[0], rules[0]].flatMap((rule) => rule ?? []);
  t.is(installRuleFor(aPolicy(byOperator, { rules: same }), site).kind, 'automatic');
});

test('a release selects everyone, or the rings and sites that it names, and never an excepted site', (t) => {
  t.true(selectsSite(everyone, site));
  t.true(selectsSite({ ...everyone, rings: [ringName('prod')] }, site));
  t.false(selectsSite({ ...everyone, rings: [ringName('uat')] }, site));
  t.true(selectsSite({ ...everyone, sites: [siteName('prod-a')] }, site));
  t.true(selectsSite({ rings: [ringName('uat')], sites: [siteName('prod-a')], except: [] }, site));
  t.false(selectsSite({ ...everyone, rings: [] }, site));
  t.false(selectsSite({ ...everyone, sites: [siteName('prod-a')], except: [siteName('prod-a')] }, site));
});
