import { z } from 'zod';
import {
  digestField,
  patchIdField,
  printablePattern,
  ringNameField,
  siteNameField,
} from '../base/field-schemas.ts';
import { optionalFormat } from '../base/format-version.ts';
import { kindOf } from '../document/document-name.ts';
import { parseReference } from '../document/global-reference.ts';
import { parseDocumentName } from '../document/parse-document-name.ts';
import { patchPathField } from './patch-path.ts';
import { policySchema } from './policy-schema.ts';

const documentField = z
  .string()
  .refine(
    (text) => parseDocumentName(text) !== null,
    'expected the name of a document such as Lab.Router.cls',
  );

const aGlobal = 'expected a global or a part of one such as ^LabConfig or ^LabRoute("in")';
const globalField = z.string().refine(
  (text) => {
    const name = parseDocumentName(text);
    return name !== null && kindOf(name) === 'global';
  },
  {
    // A comma between brackets begins the next entry of a YAML list: the first is cut off behind its parenthesis.
    error: ({ input }) =>
      /^\^[^)]*\([^)]*$/.test(String(input))
        ? `${aGlobal}; with a comma it needs quotes: "^EC(725,1,0)"`
        : aGlobal,
  },
);

const referenceField = z
  .string()
  .refine(
    (text) => parseReference(text) !== null,
    'expected a node of a global such as ^LabConfig("schema")',
  );

/** Which sites a patch is for, as a person writes it. */
export const siteSelectionSchema = z.strictObject({
  rings: z.array(ringNameField).max(200).optional(),
  sites: z.array(siteNameField).max(5000).optional(),
  except: z.array(siteNameField).max(5000).optional(),
});

const kitFileSchema = z.strictObject({
  file: patchPathField,
  sha256: digestField.optional().meta({ description: 'Written by `patchfleet kit build`.' }),
  globals: z.enum(['merge', 'replace']).optional().meta({
    description:
      'merge: set the kit’s nodes and leave the others; replace: the global is afterwards what the kit holds.',
  }),
});

const verifySchema = z.union([
  z.strictObject({ global: referenceField, equals: z.string().max(32_767) }),
  z.strictObject({ document: documentField, exists: z.boolean() }),
]);

const callWanted =
  'expected one call such as "##class(Lab.Patches).P014" (in quotes: a bare # begins a comment) or LABEL^ROUTINE';
/** The call of `install.run`. */
export const runField = z
  .string(callWanted)
  .max(300)
  .regex(/^(##class\(%?[A-Za-z][\w.]*\)\.%?[A-Za-z]\w*|(%?[A-Za-z]\w*)?\^%?[A-Za-z][\w.]*)$/, callWanted);

/** `patch.yaml` as a person writes it. */
export const manifestSchema = z
  .strictObject({
    format: optionalFormat,
    id: patchIdField,
    title: z.string().min(1).max(200).regex(printablePattern, 'expected one line'),
    requires: z.array(patchIdField).max(1000).optional(),
    supersedes: z
      .array(patchIdField)
      .max(1000)
      .optional()
      .meta({ description: 'A patch that supersedes another also satisfies what requires that one.' }),
    sites: siteSelectionSchema
      .optional()
      .meta({ description: 'Which sites it is for; all where it is left out.' }),
    kit: z.array(kitFileSchema).max(10_000).optional(),
    remove: z
      .array(documentField)
      .max(10_000)
      .optional()
      .meta({ description: 'Documents that the patch deletes.' }),
    install: z
      .strictObject({
        run: runField.optional(),
        production: z.enum(['none', 'update', 'stop-start']).optional(),
      })
      .optional(),
    verify: z.array(verifySchema).max(1000).optional(),
    backup: z
      .strictObject({
        code: z.enum(['touched', 'all']).optional(),
        globals: z.array(globalField).max(1000).optional(),
      })
      .optional(),
    parameters: patchPathField.optional(),
    notes: patchPathField.optional(),
    policy: policySchema.optional(),
  })
  .meta({ title: 'patch.yaml', description: 'The manifest of a patch.' });

export type ManifestText = z.output<typeof manifestSchema>;
