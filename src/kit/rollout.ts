import { z } from 'zod';
import { patchIdField } from '../base/field-schemas.ts';
import { optionalFormat } from '../base/format-version.ts';
import type { PatchId } from '../base/names.ts';
import { openYaml, readYaml } from '../base/read-yaml.ts';
import type { PatchPolicy } from './manifest.ts';
import { policySchema } from './policy-schema.ts';
import type { PolicyText } from './policy-schema.ts';
import { policyFindings, readPolicy } from './read-policy.ts';

/** `rollouts/<id>.yaml` as a person writes it: where the policy of a patch has to differ from its manifest's. */
export const rolloutSchema = z
  .strictObject({ format: optionalFormat, id: patchIdField, policy: policySchema })
  .meta({
    title: 'rollouts/<id>.yaml',
    description: 'The policy of a patch, where it differs from its manifest’s after the release.',
  });

export interface Rollout {
  readonly patch: PatchId;
  /** Only what the rollout says. */
  readonly policy: PolicyText;
}

/** Reads a rollout. Failures INVALID_FILE with every issue, NEWER_FORMAT. */
export function parseRollout(file: string, text: string): Rollout {
  const { id, policy } = readYaml(rolloutSchema, file, text);
  const findings = policyFindings(policy, ['policy']);
  if (findings.length > 0) throw openYaml(file, text).invalid(findings);
  return { patch: id, policy };
}

/**
 * The policy with the rollout's changes: `default` and `approvals` where it says them; its rule for a place stands for the
 * manifest's rule for that place, and the manifest's other rules stay.
 */
export function applyRollout(policy: PatchPolicy, rollout: Rollout): PatchPolicy {
  const changed = readPolicy(rollout.policy);
  const replaced = new Set(changed.rules.map(({ place }) => `${place.kind} ${place.name}`));
  const kept = policy.rules.filter(({ place }) => !replaced.has(`${place.kind} ${place.name}`));
  return {
    default: rollout.policy.default === undefined ? policy.default : changed.default,
    approvals: rollout.policy.approvals ?? policy.approvals,
    rules: [...kept, ...changed.rules],
  };
}
