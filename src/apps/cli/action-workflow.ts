/** The workflow that checks patches and releases them; `action`: where the Action is, such as `lab/patchfleet/action@v1`. */
export function actionWorkflow(action: string): string {
  return workflow.replaceAll('ACTION', action);
}

const workflow = `name: patches
on:
  pull_request:
  merge_group:
  push:
    branches: [main]
  schedule:
    - cron: '17 3 * * *' # sites see by a fresh channel that they are not cut off
permissions:
  contents: read
jobs:
  check:
    if: github.event_name == 'pull_request' || github.event_name == 'merge_group'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0 # all history, tags and branches: what is released, and what the sites say
          persist-credentials: false
      - id: patchfleet
        uses: ACTION
        with:
          trust: \${{ vars.PATCHFLEET_TRUST }}
      - if: always() && steps.patchfleet.outputs.preview-json != ''
        uses: actions/upload-artifact@v4
        with:
          name: preview
          path: \${{ steps.patchfleet.outputs.preview-json }}
  release:
    if: github.event_name != 'pull_request' && github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    permissions:
      contents: write # pushes tags patch/… and the branch channel/…
    concurrency: patchfleet-release
    steps:
      - uses: ACTION
        with:
          trust: \${{ vars.PATCHFLEET_TRUST }}
          key: \${{ secrets.PATCHFLEET_KEY }}
`;
