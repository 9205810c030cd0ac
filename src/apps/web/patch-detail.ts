import { Failure } from '../../base/failure.ts';
import type { Digest } from '../../base/digest.ts';
import type { DesiredState, ReleaseEntry } from '../../desired/desired-state.ts';
import { checkRelease } from '../../kit/check-release.ts';
import type { Manifest } from '../../kit/manifest.ts';
import { parametersFor } from '../../kit/parameters.ts';
import { parseParameters } from '../../kit/parse-parameters.ts';
import { readText } from '../../kit/read-text.ts';
import type { FetchedRelease } from '../../kit/release-record.ts';
import type { Ports } from '../../ports/ports.ts';
import type { SiteSetup } from '../../reconcile/site-setup.ts';

/** What a release itself says, its signature and every byte checked. */
export interface PatchDetail {
  readonly manifest: Manifest;
  readonly notes: { readonly file: string; readonly text: string } | null;
  /** As they hold at this site. */
  readonly parameters: Readonly<Record<string, string>>;
}

export type ReadDetail = (
  ports: Ports,
  setup: SiteSetup,
  desired: DesiredState,
  release: ReleaseEntry,
) => Promise<PatchDetail | { readonly why: string }>;

/** So many releases are kept in memory. */
const mostKept = 50;
/** Longer notes are not kept. */
const longestKept = 256 * 1024;

/** Reads releases; one that was read before is answered from memory. */
export function openPatchDetails(): ReadDetail {
  const kept = new Map<Digest, PatchDetail>();
  return async (ports, setup, desired, release) => {
    const known = kept.get(release.digest);
    if (known !== undefined) return known;
    try {
      const detail = await readDetail(ports, setup, desired, release);
      if ((detail.notes?.text.length ?? 0) <= longestKept) kept.set(release.digest, detail);
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      return detail;
    } catch (error) {
      if (error instanceof Failure) return { why: error.message };
      throw error;
    }
  };
}

async function readDetail(
  { repository }: Pick<Ports, 'repository'>,
  { trust }: SiteSetup,
  { site }: DesiredState,
  release: ReleaseEntry,
): Promise<PatchDetail> {
  const fetched = await repository.readRelease(release.id, release.tag);
  const { manifest } = await checkRelease(release, fetched, trust);
  const ini = await textOf(fetched, manifest.parameters);
  const notes = await textOf(fetched, manifest.notes);
  return {
    manifest,
    notes: notes === null ? null : { file: manifest.notes ?? '', text: notes },
    parameters:
      ini === null
        ? {}
        : parametersFor(parseParameters(manifest.parameters ?? '', ini), site.name, site.ring),
  };
}

async function textOf({ files }: FetchedRelease, wanted: string | null): Promise<string | null> {
  const file = files.find(({ path }) => path === wanted);
  return file === undefined ? null : readText(file.read());
}
