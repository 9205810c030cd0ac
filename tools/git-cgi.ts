import type { IncomingMessage } from 'node:http';

/** What `git http-backend` reads of a request (manual page git-http-backend, RFC 3875), for the repositories below `root`. */
export function cgiEnvironment(request: IncomingMessage, root: string, user: string): NodeJS.ProcessEnv {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  return {
    PATH: process.env['PATH'],
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_PROTOCOL: headerOf(request, 'git-protocol'),
    HTTP_CONTENT_ENCODING: headerOf(request, 'content-encoding'),
    REQUEST_METHOD: request.method,
    PATH_INFO: decodeURIComponent(path),
    QUERY_STRING: query,
    CONTENT_TYPE: headerOf(request, 'content-type'),
    CONTENT_LENGTH: headerOf(request, 'content-length'),
    REMOTE_ADDR: '127.0.0.1',
    REMOTE_USER: user,
  };
}

/** The header that a CGI program writes before its body. */
export function parseCgiHead(text: string): { status: number; headers: Record<string, string> } {
  const headers: Record<string, string> = {};
  let status = 200;
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'status') status = Number.parseInt(value, 10);
    else headers[name] = value;
  }
  return { status, headers };
}

/** The header's value; empty where there is none. */
export function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
