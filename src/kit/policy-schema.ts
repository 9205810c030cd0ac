import { z } from 'zod';
import { ringNameField, siteNameField } from '../base/field-schemas.ts';
import { localDateTimeField, timezoneField } from '../base/local-time.ts';

/** When a patch is installed: on receipt, when the operator on site says so, or at a date and time. */
export const installRuleSchema = z.union([
  z.enum(['automatic', 'operator']),
  z.strictObject({
    at: localDateTimeField,
    timezone: timezoneField
      .optional()
      .meta({ description: 'Zone of `at`; the site’s own where it is left out.' }),
  }),
]);

const policyRuleSchema = z.union([
  z.strictObject({ ring: ringNameField, install: installRuleSchema }),
  z.strictObject({ site: siteNameField, install: installRuleSchema }),
]);

export const policySchema = z.strictObject({
  default: installRuleSchema
    .optional()
    .meta({ description: 'Where no rule fits; operator where it is left out.' }),
  approvals: z
    .int()
    .min(0)
    .max(20)
    .optional()
    .meta({ description: 'Distinct approvers wanted; who signed the release does not count.' }),
  rules: z
    .array(policyRuleSchema)
    .max(5000)
    .optional()
    .meta({ description: 'A site’s rule comes before a ring’s, a ring’s before the default.' }),
});

/** A policy as a person writes it. */
export type PolicyText = z.output<typeof policySchema>;
export type InstallRuleText = z.output<typeof installRuleSchema>;
