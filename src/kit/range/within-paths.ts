/** True for the files that are one of these paths or lie below one. Paths from the top of the repository, with `/`; a trailing one does not matter. */
export function withinPaths(paths: readonly string[]): (path: string) => boolean {
  const wanted = paths.map((path) => path.replace(/^(\.\/)+|\/+$/g, ''));
  return (path) => wanted.some((one) => one === '.' || path === one || path.startsWith(`${one}/`));
}
