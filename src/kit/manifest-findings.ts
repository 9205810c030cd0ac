import type { IssuePath } from '../base/issue-path.ts';
import type { Finding } from '../base/schema-findings.ts';
import { parseDocumentName } from '../document/parse-document-name.ts';
import type { ManifestText } from './manifest-schema.ts';
import { policyFindings } from './read-policy.ts';

/** What is wrong between the keys of a manifest whose single values are right. */
export function manifestFindings(text: ManifestText): Finding[] {
  const { id, requires = [], supersedes = [], kit = [], remove = [], backup, sites } = text;
  const canonical = (name: string) => parseDocumentName(name) ?? name;
  return [
    ...emptyFindings(text),
    ...selfFindings(id, requires, 'requires'),
    ...selfFindings(id, supersedes, 'supersedes'),
    ...twice(requires, ['requires']),
    ...twice(supersedes, ['supersedes']),
    ...twice(
      kit.map(({ file }) => file.toLowerCase()),
      ['kit'],
    ),
    ...twice(remove.map(canonical), ['remove']),
    ...twice((backup?.globals ?? []).map(canonical), ['backup', 'globals']),
    ...twice(sites?.rings ?? [], ['sites', 'rings']),
    ...twice(sites?.sites ?? [], ['sites', 'sites']),
    ...twice(sites?.except ?? [], ['sites', 'except']),
    ...policyFindings(text.policy, ['policy']),
  ];
}

function emptyFindings({ kit = [], remove = [], install }: ManifestText): Finding[] {
  if (kit.length > 0 || remove.length > 0 || install?.run !== undefined) return [];
  return [
    {
      path: [],
      atKey: false,
      message: 'changes nothing, expected at least one of kit, remove or install.run',
    },
  ];
}

function selfFindings(id: string, ids: readonly string[], key: string): Finding[] {
  return ids.flatMap((other, index) =>
    other === id
      ? [{ path: [key, index], atKey: false, message: 'is the patch itself, expected another patch' }]
      : [],
  );
}

/** Entries of a list that stand in it a second time. */
function twice(values: readonly string[], path: IssuePath): Finding[] {
  return values.flatMap((value, index) => {
    if (values.indexOf(value) === index) return [];
    return [
      {
        path: [...path, index],
        atKey: false,
        message: `is ${JSON.stringify(value)} a second time, expected it once`,
      },
    ];
  });
}
