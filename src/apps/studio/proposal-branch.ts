/** Where a patch is proposed. Not `patch/ID`: that is the tag of its release, and git cannot tell what of one name is to be pushed. */
export function proposalBranch(patch: string): string {
  return `propose/${patch}`;
}
