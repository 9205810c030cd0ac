/** What the Action cannot work with. */
export const actionFailures = {
  CHECKOUT_UNFIT: ({ folder, why }: { folder: string; why: string }) => ({
    message: `The checkout ${folder} cannot be used: ${why}`,
    hint: 'Check out the patches repository before this step: `uses: actions/checkout@v4` with `fetch-depth: 0`, which brings the whole history, all tags and the channel.',
    remedy: 'none' as const,
  }),
  EVENT_UNFIT: ({ event, why }: { event: string; why: string }) => ({
    message: `Nothing is done on ${event}: ${why}`,
    hint: 'Run this step on `pull_request` and `merge_group` (checks), and on `push`, `schedule` and `workflow_dispatch` (releases and publishes).',
    remedy: 'none' as const,
  }),
};
