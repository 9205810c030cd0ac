import { resolve } from 'node:path';
import { z } from 'zod';
import type { Finding } from '../base/schema-findings.ts';
import { durationField, readDuration } from '../base/local-time.ts';
import type { IrisConfig } from './iris-schema.ts';
import { irisConfigOf, irisSchema } from './iris-schema.ts';
import { sizeField } from './size-field.ts';
import type { SecretPlaces } from './read-secret.ts';

const path = z.string().min(1).max(4096);

/** Blanks and parentheses have a meaning in the search path for routines. */
const mumpsPath = path.regex(/^[^\s()]+$/, 'GT.M takes no path with blanks or parentheses');

const variables = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string())
  .refine((record) => !Object.keys(record).some((name) => ownVariables.test(name)), {
    message:
      'gtm_dist, gtmgbldir, gtmroutines, gtm_tmp, gtm_chset (characterSet) and gtm_etrap follow from the other keys',
    abort: true,
  });

const ownVariables =
  /^(gtm_(dist|tmp|chset|etrap)|gtm(gbldir|routines)|ydb_(dist|gbldir|routines|chset|tmp|etrap))$/;

const directory = z
  .strictObject({ folder: path })
  .meta({ description: 'Documents as plain files in a folder.' });

const mumps = z
  .strictObject({
    globalDirectory: mumpsPath.meta({ description: 'File of the global directory (gtmgbldir).' }),
    routines: z
      .union([mumpsPath.transform((folder) => [folder]), z.array(mumpsPath).min(1)])
      .meta({ description: 'Folder of routine sources, or a list of them; patches write into the first.' }),
    objects: mumpsPath
      .optional()
      .meta({ description: 'Folder of compiled routines. Default: beside their sources.' }),
    relink: z
      .boolean()
      .default(false)
      .meta({ description: 'Running processes take up new routines (auto-relink, folder* in gtmroutines).' }),
    dist: mumpsPath
      .optional()
      .meta({ description: 'Folder of the programs (gtm_dist). Default: it is looked for.' }),
    temporary: mumpsPath
      .default('/tmp')
      .meta({ description: 'gtm_tmp, as all processes of the database have it.' }),
    characterSet: z
      .enum(['M', 'UTF-8'])
      .default('M')
      .meta({ description: "gtm_chset of the site's own processes; routines are compiled and run in it." }),
    environment: variables
      .default({})
      .meta({ description: 'Further variables for the processes of patches.' }),
    copyUpTo: sizeField.prefault('2GB').meta({
      description: 'Size of the database up to which it is copied before a patch runs code of its own.',
    }),
    runLimit: durationField
      .default('30m')
      .transform((text) => readDuration(text) ?? 0)
      .meta({ description: 'How long code of a patch may run.' }),
  })
  .meta({ description: 'GT.M or YottaDB.' });

/** `engine:` of site.yaml: one key, which names the engine. */
export const engineSchema = z
  .strictObject({ directory: directory.optional(), mumps: mumps.optional(), iris: irisSchema.optional() })
  .refine((engines) => Object.keys(engines).length === 1, {
    message: 'expected one engine: directory, mumps or iris',
    abort: true,
  })
  .meta({ minProperties: 1, maxProperties: 1 });

type EngineFile = z.output<typeof engineSchema>;
type MumpsFile = z.output<typeof mumps>;

/** The engine as the program uses it: paths absolute, defaults filled in. */
export type EngineConfig =
  | { readonly kind: 'directory'; readonly folder: string }
  | ({ readonly kind: 'mumps'; readonly dist: string | null; readonly objects: string | null } & Omit<
      MumpsFile,
      'dist' | 'objects'
    >)
  | IrisConfig;

/** The engine, the secrets in it, and what of them could not be read. */
export interface ReadEngine {
  readonly engine: EngineConfig;
  readonly secrets: readonly string[];
  readonly findings: readonly Finding[];
}

/** Paths are relative to the folder of site.yaml. */
export function readEngine(file: EngineFile, places: SecretPlaces): ReadEngine {
  const findings: Finding[] = [];
  const complain = (message: string): void => {
    findings.push({ path: ['engine', 'iris', 'atelier', 'password'], atKey: false, message });
  };
  const engine = engineConfigOf(file, places, complain);
  const secrets = 'password' in engine && engine.password !== '' ? [engine.password] : [];
  return { engine, secrets, findings };
}

function engineConfigOf(
  { directory: files, mumps: database, iris }: EngineFile,
  places: SecretPlaces,
  complain: (message: string) => void,
): EngineConfig {
  const { folder } = places;
  if (files !== undefined) return { kind: 'directory', folder: resolve(folder, files.folder) };
  if (iris !== undefined) return irisConfigOf(iris, places, complain);
  if (database === undefined) throw new Error('the schema lets no engine pass that has no key');
  const { dist, objects, globalDirectory, routines, ...rest } = database;
  return {
    kind: 'mumps',
    ...rest,
    globalDirectory: resolve(folder, globalDirectory),
    routines: routines.map((each) => resolve(folder, each)),
    objects: objects === undefined ? null : resolve(folder, objects),
    dist: dist === undefined ? null : resolve(folder, dist),
  };
}
