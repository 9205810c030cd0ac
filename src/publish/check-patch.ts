import type { Digest } from '../base/digest.ts';
import { digestOfStream } from '../base/digest.ts';
import { failure } from '../base/failure.ts';
import { openYaml } from '../base/read-yaml.ts';
import type { KitDocument } from '../kit/kit-document.ts';
import type { Manifest } from '../kit/manifest.ts';
import { largestFile } from '../kit/largest-file.ts';
import { parseManifest } from '../kit/parse-manifest.ts';
import type { Parameters } from '../kit/parameters.ts';
import { parseParameters } from '../kit/parse-parameters.ts';
import { readKit } from '../kit/read-kit.ts';
import { readText } from '../kit/read-text.ts';
import { releaseDigestOf } from '../kit/release-digest.ts';
import type { PatchFolder } from './patch-folder.ts';
import { idOfFolder } from './patch-folder.ts';

/** A patch in which everything that can be checked without a site is right. */
export interface CheckedPatch {
  readonly path: string;
  readonly manifest: Manifest;
  /** Every file of the folder, with its digest. */
  readonly files: readonly DigestedFile[];
  readonly releaseDigest: Digest;
  readonly documents: readonly KitDocument[];
  readonly parameters: Parameters;
  /** Text of the release notes; null: the manifest names none. */
  readonly notes: string | null;
}

export interface DigestedFile {
  readonly path: string;
  readonly size: number;
  readonly digest: Digest;
}

/**
 * Checks the folder of a patch: manifest, digests of the kit (each file named once, there, and what its sha256 says),
 * parameters, notes, and every document that the kit carries. `kit check` and `release` are this one function.
 * Failure PATCH_WITHOUT_MANIFEST, or INVALID_FILE with all issues.
 */
export async function checkPatch(folder: PatchFolder): Promise<CheckedPatch> {
  const manifestFile = `${folder.path}/patch.yaml`;
  const text = await textOf(folder, 'patch.yaml');
  if (text === null) throw failure('PATCH_WITHOUT_MANIFEST', { folder: folder.path });
  const manifest = parseManifest(manifestFile, text);
  const files = await digestedFiles(folder);
  const findings = [
    ...idFindings(folder, manifest),
    ...kitFindings(manifest, files),
    ...companionFindings(manifest, files),
    ...sizeFindings(manifest, files),
  ];
  if (findings.length > 0) throw openYaml(manifestFile, text).invalid(findings);
  const parameters = await readParameters(folder, manifest);
  return {
    path: folder.path,
    manifest,
    files,
    releaseDigest: releaseDigestOf(files),
    documents: await readKit(manifest, folder.files),
    parameters,
    notes: manifest.notes === null ? null : await textOf(folder, manifest.notes),
  };
}

interface Finding {
  readonly path: readonly (string | number)[];
  readonly atKey: boolean;
  readonly message: string;
}

function idFindings({ path }: PatchFolder, { id }: Manifest): readonly Finding[] {
  const name = idOfFolder(path);
  if (name === id) return [];
  return [{ path: ['id'], atKey: false, message: `is ${id}, expected ${name}, the name of the folder` }];
}

function kitFindings({ kit }: Manifest, files: readonly DigestedFile[]): readonly Finding[] {
  const digests = new Map(files.map(({ path, digest }) => [path, digest]));
  const named = new Set(kit.map(({ file }) => file));
  const wrong = kit.flatMap(({ file, sha256 }, index): Finding[] => {
    const at = ['kit', index];
    const digest = digests.get(file);
    if (digest === undefined) return [finding([...at, 'file'], `names ${file}, which is not in the folder`)];
    if (sha256 === null)
      return [finding(at, `${file} has no sha256 yet, expected what \`patchfleet kit build\` writes`)];
    if (sha256 === digest) return [];
    return [
      finding(
        [...at, 'sha256'],
        `is not the digest of ${file}, expected ${digest}; \`patchfleet kit build\` writes it`,
      ),
    ];
  });
  const unnamed = files.filter(({ path }) => path.startsWith('kit/') && !named.has(path));
  return [
    ...wrong,
    ...unnamed.map(({ path }) => finding(['kit'], `does not name ${path}, which lies in the folder`)),
  ];
}

function companionFindings(
  { parameters, notes }: Manifest,
  files: readonly DigestedFile[],
): readonly Finding[] {
  const there = new Set(files.map(({ path }) => path));
  return Object.entries({ parameters, notes })
    .filter(([, path]) => path !== null && !there.has(path))
    .map(([key, path]) => finding([key], `names ${path ?? ''}, which is not in the folder`));
}

function finding(path: readonly (string | number)[], message: string): Finding {
  return { path, atKey: false, message };
}

function sizeFindings({ kit }: Manifest, files: readonly DigestedFile[]): readonly Finding[] {
  return files
    .filter(({ size }) => size > largestFile)
    .map(({ path, size }) => {
      const index = kit.findIndex(({ file }) => file === path);
      const message = `${path} has ${Math.ceil(size / 1024 / 1024)} MiB, expected at most 100 MiB, the most that git hosts take; export in parts`;
      return finding(index < 0 ? [] : ['kit', index], message);
    });
}

async function readParameters(folder: PatchFolder, { parameters }: Manifest): Promise<Parameters> {
  const text = parameters === null ? null : await textOf(folder, parameters);
  return parseParameters(`${folder.path}/${parameters ?? ''}`, text ?? '');
}

async function digestedFiles({ files }: PatchFolder): Promise<readonly DigestedFile[]> {
  const digested: DigestedFile[] = [];
  for (const file of files) {
    const { path, size } = file;
    const { digest } = await digestOfStream(file.read());
    digested.push({ path, size, digest });
  }
  return digested.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function textOf({ files }: PatchFolder, path: string): Promise<string | null> {
  const file = files.find((one) => one.path === path);
  if (file === undefined) return null;
  return readText(file.read());
}
