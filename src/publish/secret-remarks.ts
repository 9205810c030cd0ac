import type { Issue } from '../base/issue.ts';
import { namesSecret } from '../kit/secret-names.ts';
import type { CheckedPatch } from './check-patch.ts';

/** What is taken for a secret: forms that nothing else has. What only looks like a password is not among them, but as the value of a parameter. */
const secretForms: readonly (readonly [what: string, form: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  [
    'a token of a git host',
    /\b(?:gh[opsur]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}|glpat-[A-Za-z0-9_-]{20,})/,
  ],
  ['a token of a chat service', /\bxox[abprs]-[A-Za-z0-9-]{20,}/],
  ['an access key of a cloud', /\bA(?:KI|SI)A[A-Z0-9]{16}\b/],
  [
    'a password in an address',
    /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>&]{1,100}:[^\s/:@"'<>&]{1,100}@[\w.-]/i,
  ],
];

/** Documents of the kit and parameters that carry what looks like a secret; it is never repeated. */
export function secretRemarks({ documents, parameters, manifest, path }: CheckedPatch): readonly Issue[] {
  const inKit = documents.flatMap(({ document, file, line }): readonly Issue[] => {
    const text = Buffer.from(
      document.bytes.buffer,
      document.bytes.byteOffset,
      document.bytes.length,
    ).toString('latin1');
    return secretForms
      .filter(([, form]) => form.test(text))
      .map(([what]) => ({
        ...{ file: `${path}/${file}`, line, column: 1, path: '' },
        message: `${document.name} holds what looks like ${what}; a release is for ever, and everybody reads it`,
      }));
  });
  const sections = [parameters.defaults, ...parameters.rings.values(), ...parameters.sites.values()];
  const inParameters = sections.flatMap((section) =>
    [...section].flatMap(([key, value]): readonly Issue[] => {
      const what = secretIn(key, value);
      if (what === null) return [];
      const message = `holds what looks like ${what}; parameters are part of the release, keep secrets on site`;
      return [{ file: `${path}/${manifest.parameters ?? ''}`, line: 0, column: 0, path: key, message }];
    }),
  );
  return [...inKit, ...inParameters];
}

function secretIn(key: string, value: string): string | null {
  const found = secretForms.find(([, form]) => form.test(value));
  if (found !== undefined) return found[0];
  return namesSecret(key) && value !== '' ? 'a secret by its name' : null;
}
