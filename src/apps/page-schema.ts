import { resolve } from 'node:path';
import { z } from 'zod';
import type { Finding } from '../base/schema-findings.ts';
import { printablePattern } from '../base/field-schemas.ts';
import type { SecretPlaces } from './read-secret.ts';
import { readSecret, readSecretFile } from './read-secret.ts';
import { secretField } from './secret-field.ts';

const path = z.string().min(1).max(4096);
const hostPattern = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)$/;

const address = z
  .string()
  .regex(/^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):\d{1,5}$/, 'expected host and port such as 127.0.0.1:8470')
  .refine((text) => Number(text.slice(text.lastIndexOf(':') + 1)) <= 65_535, 'expected a port up to 65535')
  .default('127.0.0.1:8470')
  .meta({ description: 'Where the page listens. Other than loopback only with tls or behind a proxy.' });

const user = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(printablePattern, 'expected a name without control characters')
    .meta({
      description: 'Who acts; stands in journal and status. An approver has the name of trust.approver.',
    }),
  role: z.enum(['viewer', 'operator']).meta({ description: 'A viewer looks, an operator acts.' }),
  token: secretField,
});

/** `page:` of site.yaml: the operator's page. */
export const pageSchema = z
  .strictObject({
    address,
    hosts: z
      .array(z.string().max(253).regex(hostPattern, 'expected a host name such as patches.hospital.example'))
      .default([])
      .meta({
        description: 'Names under which browsers ask for the page, besides localhost and the address.',
      }),
    tls: z
      .strictObject({
        certificate: path.meta({ description: 'File of the certificate with its chain (PEM).' }),
        key: path.meta({ description: 'File of its private key (PEM).' }),
      })
      .optional(),
    behindProxy: z.boolean().default(false).meta({
      description:
        'A proxy before it speaks TLS with browsers, passes Host on, and writes X-Forwarded-For itself.',
    }),
    users: z.array(user).min(1, 'names nobody who could sign in').max(200),
  })
  .refine(({ address: place, tls, behindProxy }) => isLoopback(place) || tls !== undefined || behindProxy, {
    message: 'would send tokens over the network as they are: give tls, or say behindProxy: true',
    abort: true,
  });

function isLoopback(place: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]):/.test(place);
}

export type Role = 'viewer' | 'operator';

/** The page as the program uses it: files and tokens read. */
export interface PageConfig {
  readonly host: string;
  readonly port: number;
  /** Names under which browsers may ask, besides those of loopback. */
  readonly hosts: readonly string[];
  readonly tls: { readonly certificate: string; readonly key: string } | null;
  readonly behindProxy: boolean;
  readonly users: readonly { readonly name: string; readonly role: Role; readonly token: string }[];
}

/** The page, the secrets in it, and what of them could not be read. */
interface ReadPage {
  readonly page: PageConfig | null;
  readonly secrets: readonly string[];
  readonly findings: readonly Finding[];
}

/** A shorter token could be guessed. */
const shortestToken = 16;

/** Paths are relative to the folder of site.yaml. Missing: no page. */
export function readPage(file: z.output<typeof pageSchema> | undefined, places: SecretPlaces): ReadPage {
  if (file === undefined) return { page: null, secrets: [], findings: [] };
  const findings: Finding[] = [];
  const complainAt =
    (...at: (string | number)[]) =>
    (message: string): void => {
      findings.push({ path: ['page', ...at], atKey: false, message });
    };
  const users = file.users.map(({ name, role, token }, index) => ({
    ...{ name, role },
    token: readToken(token, places, complainAt('users', index, 'token')),
  }));
  complainOfTwins(users, complainAt('users'));
  const tls =
    file.tls === undefined
      ? null
      : {
          certificate: readSecretFile(
            resolve(places.folder, file.tls.certificate),
            complainAt('tls', 'certificate'),
          ),
          key: readSecretFile(resolve(places.folder, file.tls.key), complainAt('tls', 'key')),
        };
  const at = file.address.lastIndexOf(':');
  const host = file.address.slice(0, at).replace(/^\[|\]$/g, '');
  const { behindProxy } = file;
  const hosts = ['0.0.0.0', '::'].includes(host) ? file.hosts : [...file.hosts, host];
  const secrets = [...users.map(({ token }) => token), ...(tls === null ? [] : [tls.key])];
  return {
    page: { host, port: Number(file.address.slice(at + 1)), hosts, tls, behindProxy, users },
    secrets: secrets.filter((secret) => secret !== ''),
    findings,
  };
}

function readToken(
  reference: Parameters<typeof readSecret>[0],
  places: SecretPlaces,
  complain: (message: string) => void,
): string {
  const token = readSecret(reference, places, complain);
  if (token !== '' && token.length < shortestToken)
    complain(
      `is a token of less than ${shortestToken} characters, expected a random one such as of \`openssl rand -hex 24\``,
    );
  return token;
}

/** A token is how a person is known, and the name is what the journal keeps. */
function complainOfTwins(users: PageConfig['users'], complain: (message: string) => void): void {
  const twice = (values: readonly string[]): boolean => new Set(values).size < values.length;
  if (twice(users.map(({ name }) => name))) complain('names somebody twice, expected one entry a person');
  if (twice(users.map(({ token }) => token).filter((token) => token !== '')))
    complain('gives two people one token, expected one for each');
}
