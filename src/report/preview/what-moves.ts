import type { PatchPreview, Preview, SiteGroup } from '../../fleet/preview/preview.ts';
import { namesAsText } from './preview-words.ts';

/** Sites of a patch that are shown one by one: of policy alone, where it moves something. */
export function isShown({ change }: Pick<PatchPreview, 'change'>, { published }: SiteGroup): boolean {
  return change !== 'policy' || published?.moves === true;
}

/** Policy that is not as it is published, and released patches for which that changes nothing; whole sentences. */
export function policyFacts({ policy, patches }: Preview): readonly string[] {
  const files = policy.map(({ path, how }) => `${path} (${how})`);
  const still = patches.filter((patch) => !isMoved(patch)).map(({ release }) => release.id);
  return [
    ...(files.length === 0
      ? []
      : [`Against the channel as published, the policy differs in ${namesAsText(files)}.`]),
    ...(still.length === 0
      ? []
      : [`By that, as far as is known here, nothing moves for ${namesAsText(still)}.`]),
  ];
}

/** False only of a released patch for which what is proposed changes nothing at any site. */
export function isMoved(patch: PatchPreview): boolean {
  return patch.groups.some((group) => isShown(patch, group)) || patch.change !== 'policy';
}
