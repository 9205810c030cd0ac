/**
 * Where a pull request of a branch is opened at a host that is known by its name (GitHub, GitLab, Bitbucket), from the address of the repository by https or ssh;
 * an account in it does not come along. Null: it is none of these.
 */
export function pullRequestLink(remote: string, branch: string): string | null {
  const [, host = '', path = ''] =
    /^(?:https:\/\/|ssh:\/\/)(?:[^/@]*@)?([^/:]+)(?::\d+)?\/(.+?)(?:\.git)?\/?$/.exec(remote) ??
    /^[^/@:]+@([^/:]+):(.+?)(?:\.git)?\/?$/.exec(remote) ??
    [];
  if (!/^[\w.-]+(?:\/[\w.-]+)+$/.test(path)) return null;
  const name = encodeURIComponent(branch);
  switch (host.toLowerCase()) {
    case 'github.com':
      return `https://github.com/${path}/compare/main...${name}?expand=1`;
    case 'gitlab.com':
      return `https://gitlab.com/${path}/-/merge_requests/new?merge_request%5Bsource_branch%5D=${name}`;
    case 'bitbucket.org':
      return `https://bitbucket.org/${path}/pull-requests/new?source=${name}`;
    default:
      return null;
  }
}
