/** What a person asked for on the command line and cannot have. */
export const commandFailures = {
  PATCH_NOT_FOUND: ({ word }: { word: string }) => ({
    message: `There is no patch ${word} here: neither a folder with a patch.yaml nor an id below patches/.`,
    hint: 'Name the folder of the patch, or run this inside the patches repository.',
    remedy: 'none' as const,
  }),
  PATCH_UNKNOWN: ({ patch, site }: { patch: string; site: string }) => ({
    message: `Site ${site} knows of no patch ${patch}: no pass of it has seen a channel with this patch.`,
    hint: `If it was published since the last pass, run \`patchfleet reconcile\` first; if it was not, \`patchfleet publish\` comes before that. \`patchfleet get patches\` lists those that are known.`,
    remedy: 'none' as const,
  }),
  PLACE_UNKNOWN: ({ kind, name, known }: { kind: string; name: string; known: readonly string[] }) => ({
    message: `Nothing was written: fleet.yaml has no ${kind} ${name}.`,
    hint: `It has ${known.slice(0, 20).join(', ')}${known.length > 20 ? ' …' : ''}. Of a new ${kind} write into fleet.yaml first.`,
    remedy: 'none' as const,
  }),
  TERMS_SENSELESS: ({ file, why, next }: { file: string; why: string; next: string }) => ({
    message: `${file}: ${why}`,
    hint: `Nothing was written. ${next}`,
    remedy: 'none' as const,
  }),
  CHANNEL_UNSEEN: ({ channel, why }: { channel: string; why: readonly string[] }) => ({
    message: `No state of channel ${channel} is known here: ${why.join(' ') || 'the host has none.'}`,
    hint: 'See `patchfleet doctor`; it checks the host, the channel and the keys that site.yaml trusts.',
    remedy: 'retry' as const,
  }),
  KIT_UNSEEN: ({ patch, why }: { patch: string; why: string }) => ({
    message: `The kit of ${patch} cannot be used here: ${why}`,
    hint: `See \`patchfleet explain ${patch}\` for what the site makes of it; \`patchfleet doctor\` checks host and keys.`,
    remedy: 'retry' as const,
  }),
  REHEARSAL_IMPOSSIBLE: ({ patch, why }: { patch: string; why: string }) => ({
    message: `${patch} cannot be rehearsed here: ${why}`,
    hint: `Nothing was touched, and no copy was made. \`patchfleet diff ${patch}\` shows what the patch would change.`,
    remedy: 'none' as const,
  }),
  PATCH_HOLDS_LINK: ({ path }: { path: string }) => ({
    message: `${path} is a link or a device, expected a file or a folder.`,
    hint: 'The folder of a patch holds plain files only: put the file itself there.',
    remedy: 'none' as const,
  }),
  SITE_CONFIG_MISSING: ({ path }: { path: string }) => ({
    message: `There is no site configuration ${path}.`,
    hint: 'Name it with --config FILE or PATCHFLEET_CONFIG; `patchfleet init site` writes one.',
    remedy: 'none' as const,
  }),
  AGENT_STOPS: ({ site }: { site: string }) => ({
    message: `The agent of site ${site} is being stopped, so that nothing was recorded.`,
    hint: 'Do it again when the agent runs, or on the command line.',
    remedy: 'retry' as const,
  }),
  AGENT_RESTART: ({ key, before, after }: { key: string; before: string; after: string }) => ({
    message: `\`${key}\` is ${after} now and was ${before} when the agent started; that changes only with a restart.`,
    hint: 'Restart the agent, or put the former value back. A site keeps its name for ever.',
    remedy: 'operator' as const,
  }),
  AGENT_TWICE: ({ what, first, second }: { what: string; first: string; second: string }) => ({
    message: `${first} and ${second} name the same ${what}.`,
    hint: 'Each configuration is a site of its own, with a state directory of its own.',
    remedy: 'operator' as const,
  }),
  SERVICE_FAILED: ({ command, why }: { command: string; why: string }) => ({
    message: `\`${command}\` failed: ${why}`,
    hint: 'Run it as root; `patchfleet agent install --print` shows the unit, to be put in place by hand.',
    remedy: 'operator' as const,
  }),
  LISTENER_FAILED: ({ address, why }: { address: string; why: string }) => ({
    message: `The agent cannot listen at ${address}: ${why}`,
    hint: 'Choose another address with --listen 127.0.0.1:PORT, or `--listen none`.',
    remedy: 'operator' as const,
  }),
  FILE_EXISTS: ({ paths }: { paths: readonly string[] }) => ({
    message: `Already there: ${paths.join(', ')}.`,
    hint: 'Nothing was written. Choose another place, or move what is there away.',
    remedy: 'none' as const,
  }),
  KIT_FILE_EXISTS: ({ paths }: { paths: readonly string[] }) => ({
    message: `Already in the kit: ${paths.join(', ')}.`,
    hint: 'Nothing was written. Add --replace to take the new file in its place, or give it another name.',
    remedy: 'none' as const,
  }),
  REMOVAL_UNCERTAIN: ({ documents, more }: { documents: readonly string[]; more: number }) => ({
    message: `Nobody can tell whether these documents are to be removed: ${documents.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
    hint: 'Nothing was written. Mend these files in the source repository, or delete them there, and commit; or name an --until at which they can be read.',
    remedy: 'operator' as const,
  }),
  PARTIAL_CLONE: ({ folder, setting }: { folder: string; setting: string }) => ({
    message: `${folder} is a partial clone (${setting}): git would fetch what is missing in it, with programs that its configuration names.`,
    hint: 'Nothing was read. Make a whole clone with `git clone --no-filter`, and take that one.',
    remedy: 'operator' as const,
  }),
  FILE_MISSING: ({ path }: { path: string }) => ({
    message: `There is no file ${path}.`,
    hint: 'Check the path; one that begins with no / is looked for in the folder in which the command runs.',
    remedy: 'none' as const,
  }),
  WRONG_ARGUMENT: ({ what, word, expected }: { what: string; word: string; expected: string }) => ({
    message: `${what} is ${word === '' ? 'empty' : word}, expected ${expected}.`,
    hint: 'See the command with --help for an example.',
    remedy: 'none' as const,
  }),
  ARGUMENT_MISSING: ({ what, where }: { what: string; where: string }) => ({
    message: `There is no ${what}.`,
    hint: `Give it with ${where}.`,
    remedy: 'none' as const,
  }),
  PAGE_ADDRESS_UNUSABLE: ({ address, why }: { address: string; why: string }) => ({
    message: `The operator's page cannot listen at ${address}: ${why}`,
    hint: 'Choose another `page.address` in site.yaml, or end what uses this one; with TLS, check certificate and key.',
    remedy: 'operator' as const,
  }),
  STUDIO_ADDRESS_UNUSABLE: ({ address, why }: { address: string; why: string }) => ({
    message: `The studio cannot listen at ${address}: ${why}`,
    hint: 'Choose another port with --port, or leave it out: then any free one is taken.',
    remedy: 'none' as const,
  }),
  STUDIO_BUSY: ({ draft }: { draft: string }) => ({
    message: `Too many pages are being made at once for draft ${draft} to be checked.`,
    hint: 'Load the page again in a moment.',
    remedy: 'retry' as const,
  }),
  BRANCH_TAKEN: ({ branch, why }: { branch: string; why: string }) => ({
    message: `Nothing was committed: the branch ${branch} is there already, and ${why}.`,
    hint: `Give the patch another id, or take the branch away if nobody needs it: \`git branch -D ${branch}\`.`,
    remedy: 'none' as const,
  }),
  FOLDER_TAKEN: ({ path, base }: { path: string; base: string }) => ({
    message: `Nothing was committed: ${base} has ${path} already, and it was not made here.`,
    hint: 'Give the patch another id; what is there already is changed on a branch by who made it.',
    remedy: 'none' as const,
  }),
  GIT_IDENTITY_MISSING: ({ key, repository }: { key: string; repository: string }) => ({
    message: `Nothing was committed: git knows no ${key} in ${repository}.`,
    hint: `Tell git who you are: \`git config --global ${key} …\`.`,
    remedy: 'none' as const,
  }),
};
