import { z } from 'zod';
import type { SecretPlaces } from './read-secret.ts';
import { readSecret } from './read-secret.ts';
import { secretField } from './secret-field.ts';

const namespaceName = z
  .string()
  .regex(/^%?[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'expected the name of a namespace such as LAB');

const session = z
  .strictObject({
    instance: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected the name of an instance such as IRIS'),
    namespace: namespaceName,
    program: z
      .string()
      .min(1)
      .max(4096)
      .default('iris')
      .meta({ description: '`iris` (default) or `csession`, by name or path; with .exe on Windows.' }),
  })
  .meta({
    description: 'A local session: patchfleet runs on the server, as a user whom the database lets in.',
  });

const atelier = z
  .strictObject({
    url: z
      .string()
      .refine((url) => !url.includes('@'), {
        message: 'an address must not carry a name or a password: write username and password below it',
        abort: true,
      })
      .refine((url) => /^https?:\/\/[^\s?#]+$/.test(url), {
        message: 'expected the address of a web server such as https://db.example.org:8443',
        abort: true,
      })
      .meta({ description: 'Address of the web server; /api/atelier/ is added to it.' }),
    namespace: namespaceName,
    username: z.string().min(1).max(256),
    password: secretField,
  })
  .meta({ description: 'Atelier’s REST interface over HTTP, where patchfleet does not run on the server.' });

/** `engine: { iris: … }` of site.yaml. */
export const irisSchema = z
  .strictObject({ session: session.optional(), atelier: atelier.optional() })
  .refine((ways) => Object.keys(ways).length === 1, {
    message: 'expected one way to reach it: session or atelier',
    abort: true,
  })
  .meta({ minProperties: 1, maxProperties: 1, description: 'IRIS, Ensemble or Caché.' });

type IrisFile = z.output<typeof irisSchema>;

/** The engine `iris` as the program uses it. */
export type IrisConfig =
  | ({ readonly kind: 'iris'; readonly by: 'session' } & z.output<typeof session>)
  | ({ readonly kind: 'iris'; readonly by: 'atelier'; readonly password: string } & Omit<
      z.output<typeof atelier>,
      'password'
    >);

/** What is wrong with the password's reference goes to `complain`. */
export function irisConfigOf(
  { session: local, atelier: web }: IrisFile,
  places: SecretPlaces,
  complain: (message: string) => void,
): IrisConfig {
  if (local !== undefined) return { kind: 'iris', by: 'session', ...local };
  if (web === undefined) throw new Error('the schema lets no way pass that has no key');
  return { kind: 'iris', by: 'atelier', ...web, password: readSecret(web.password, places, complain) };
}
