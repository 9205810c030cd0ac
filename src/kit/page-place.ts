/** In these folders text and pictures belong to pages. */
const pageFolder = /^(csp|web|www|wwwroot|htdocs|public)$/i;

/** Where a page or web file goes below kit/, which is its place on the server: from the folder csp/ on, where there is one. Null: it is no page. */
export function pagePlace(path: string): string | null {
  const parts = path.split('/');
  const csp = parts.findIndex((part) => part.toLowerCase() === 'csp');
  if (csp >= 0 && csp < parts.length - 1) return parts.slice(csp).join('/');
  const inFolder = parts.slice(0, -1).some((part) => pageFolder.test(part));
  return inFolder || /\.(csp|csr)$/i.test(path) ? path : null;
}
