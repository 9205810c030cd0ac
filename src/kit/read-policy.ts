import type { IssuePath } from '../base/issue-path.ts';
import type { Finding } from '../base/schema-findings.ts';
import type { InstallRule, PatchPolicy, Place } from './manifest.ts';
import type { InstallRuleText, PolicyText } from './policy-schema.ts';

/** A policy with its defaults: the operator on site decides, no approvals, no rules. */
export function readPolicy(text: PolicyText = {}): PatchPolicy {
  const { approvals = 0, rules = [] } = text;
  return {
    default: readInstallRule(text.default ?? 'operator'),
    approvals,
    rules: rules.map((rule) => ({ place: placeOf(rule), install: readInstallRule(rule.install) })),
  };
}

/** The policy as a file carries it; reads back as the same policy. */
export function writePolicy(policy: PatchPolicy): Required<PolicyText> {
  return {
    default: writeInstallRule(policy.default),
    approvals: policy.approvals,
    rules: policy.rules.map(({ place, install }) => {
      const text = writeInstallRule(install);
      return place.kind === 'site'
        ? { site: place.name, install: text }
        : { ring: place.name, install: text };
    }),
  };
}

/** Two rules of one rank for one place, at the second of them. */
export function policyFindings(text: PolicyText | undefined, path: IssuePath): Finding[] {
  const seen = new Set<string>();
  return (text?.rules ?? []).flatMap((rule, index): Finding[] => {
    const { kind, name } = placeOf(rule);
    const twice = seen.has(`${kind} ${name}`);
    seen.add(`${kind} ${name}`);
    const message = `is a second rule for ${kind} ${name}, expected one`;
    return twice ? [{ path: [...path, 'rules', index], atKey: false, message }] : [];
  });
}

function placeOf(rule: NonNullable<PolicyText['rules']>[number]): Place {
  return 'site' in rule ? { kind: 'site', name: rule.site } : { kind: 'ring', name: rule.ring };
}

function readInstallRule(text: InstallRuleText): InstallRule {
  if (typeof text === 'string') return { kind: text };
  return { kind: 'scheduled', at: text.at, timezone: text.timezone ?? null };
}

function writeInstallRule(rule: InstallRule): InstallRuleText {
  switch (rule.kind) {
    case 'automatic':
    case 'operator':
      return rule.kind;
    case 'scheduled':
      return rule.timezone === null ? { at: rule.at } : { at: rule.at, timezone: rule.timezone };
  }
}
