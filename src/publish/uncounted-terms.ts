import { termsNamespace } from '../base/signer.ts';
import { verifySshSignature } from '../base/ssh-signature.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { Fleet } from '../desired/fleet.ts';
import { parseFleet } from '../desired/parse-fleet.ts';
import type { Terms } from '../desired/terms.ts';
import { termsPayload } from '../desired/terms.ts';
import { parseTerms } from '../desired/terms-file.ts';
import { parseRollout } from '../kit/rollout.ts';

/** A policy file that no site will count, or perhaps none. */
interface UncountedFile {
  readonly path: string;
  readonly why: string;
}

type Released = readonly Pick<ReleaseEntry, 'id' | 'digest'>[];

/** The sentences of uncountedFiles. */
export function uncountedTerms(
  policyFiles: ReadonlyMap<string, Uint8Array>,
  releases: Released,
): readonly string[] {
  return uncountedFiles(policyFiles, releases).map(({ path, why }) => `${path} ${why}`);
}

/**
 * Policy files that the channel carries and that no site will count, or perhaps none, each with the reason. Whom a site trusts is said by its own
 * configuration, which nobody here sees. That the files can be read, lie in their places and carry a good signature was looked at before.
 */
export function uncountedFiles(
  policyFiles: ReadonlyMap<string, Uint8Array>,
  releases: Released,
): readonly UncountedFile[] {
  const text = (path: string): string => new TextDecoder().decode(policyFiles.get(path));
  const fleet = parseFleet('fleet.yaml', text('fleet.yaml'));
  const digests: Digests = new Map(releases.map(({ id, digest }) => [id, digest]));
  return [...policyFiles.keys()].flatMap((path) => {
    if (path === 'fleet.yaml') return [];
    const why = path.startsWith('rollouts/')
      ? unreleased(parseRollout(path, text(path)).patch, digests)
      : whyUncounted(path, text(path), { fleet, digests });
    return why === null ? [] : [{ path, why }];
  });
}

type Digests = ReadonlyMap<string, string>;

function whyUncounted(
  path: string,
  text: string,
  { fleet, digests }: { readonly fleet: Fleet; readonly digests: Digests },
): string | null {
  const { terms, signature } = parseTerms(path, text);
  const check = verifySshSignature(signature, termsNamespace, termsPayload(terms));
  if (check.kind === 'bad') return null;
  return unknownPlace(terms, fleet) ?? wrongRelease(terms, digests) ?? unknownSigner(terms, check.key, fleet);
}

function unknownPlace(terms: Terms, { sites, rings }: Fleet): string | null {
  if (terms.kind === 'recall') return null;
  const place = terms.kind === 'hold' ? { kind: 'site' as const, name: terms.site } : terms.place;
  const known = place.kind === 'site' ? sites : rings;
  if (known.some(({ name }) => name === place.name)) return null;
  return `will count nowhere: fleet.yaml has no ${place.kind} ${place.name}.`;
}

function wrongRelease({ patch, releaseDigest }: Terms, digests: Digests): string | null {
  if (patch === null) return null;
  const other = `will count nowhere: it is about another content of ${patch} than the one that is released.`;
  return unreleased(patch, digests) ?? (digests.get(patch) === releaseDigest ? null : other);
}

function unreleased(patch: string, digests: Digests): string | null {
  return digests.has(patch) ? null : `will count nowhere as long as ${patch} is not released.`;
}

function unknownSigner({ who }: Terms, key: string, { people }: Fleet): string | null {
  if (people.length === 0)
    return 'counts only at sites whose site.yaml trusts its key: fleet.yaml names nobody, so that cannot be looked at here.';
  const owners = people.filter((person) => person.key === key).map(({ name }) => name);
  if (owners.length === 0)
    return 'is signed by a key of nobody whom fleet.yaml names: it counts only where a site trusts that key.';
  return owners.includes(who)
    ? null
    : `says that it is by ${who}, and its key is the one of ${owners.join(', ')}.`;
}
