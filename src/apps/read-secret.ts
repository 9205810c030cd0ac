import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SecretReference } from './secret-field.ts';

/** Where references of secrets lead. */
export interface SecretPlaces {
  /** Folder that paths are relative to. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The value that a reference leads to; what is wrong with it goes to `complain`, and the empty text comes back. */
export function readSecret(
  reference: SecretReference,
  { folder, env }: SecretPlaces,
  complain: (message: string) => void,
): string {
  switch (reference.kind) {
    case 'file':
      return readSecretFile(resolve(folder, reference.path), complain);
    case 'env': {
      const value = env[reference.name] ?? '';
      if (value === '') complain(`names the variable ${reference.name}, which is not set`);
      return value;
    }
  }
}

/** The content of a file, without blanks around it. */
export function readSecretFile(path: string, complain: (message: string) => void): string {
  try {
    const text = readFileSync(path, 'utf8').trim();
    if (text === '') complain(`names the file ${path}, which is empty`);
    return text;
  } catch (error) {
    complain(
      `names the file ${path}, which cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'error'}`,
    );
    return '';
  }
}
