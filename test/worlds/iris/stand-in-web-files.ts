import type { HelperProcess, Out, ParsedRequest } from './helper-stand-in.ts';
import { changeNamespace, readNamespace } from './namespace-store.ts';
import { ServerError } from './server-form.ts';
import { stampNow } from './stand-in-documents.ts';

/** Puts a file of a web application as the helper does: each rename is there at once, for no transaction covers files. */
export function putFile({ folder, die }: HelperProcess, request: ParsedRequest, out: Out): void {
  const name = request.find('document');
  const [old, fresh] = [`${name}.patchfleet-old`, `${name}.patchfleet`];
  const before = readNamespace(folder);
  if (stampNow(before, name) !== request.find('stamp')) {
    out.say('stale', '');
    return;
  }
  const bytes = request.lines.flatMap(([key, value = '']) => (key === 'bytes' ? [value] : [])).join('');
  changeNamespace(folder, ({ files }) => (files[fresh] = bytes));
  rename(folder, name, old);
  if (before.server.dies === 'between the renames of a file') die();
  if (before.server.refuses === name) {
    rename(folder, old, name);
    changeNamespace(folder, ({ files }) => Reflect.deleteProperty(files, fresh));
    throw new ServerError(`not renamed: ${name}`);
  }
  rename(folder, fresh, name);
  if (before.server.dies === 'before the old file is dropped') die();
  changeNamespace(folder, ({ files }) => Reflect.deleteProperty(files, old));
  out.say('done', '');
}

function rename(folder: string, from: string, to: string): void {
  changeNamespace(folder, ({ files }) => {
    const bytes = files[from];
    if (bytes === undefined) return;
    files[to] = bytes;
    Reflect.deleteProperty(files, from);
  });
}

/** What who looks does first with files that a put left aside; nothing while somebody else holds the LOCK. */
export async function mendFiles(process: HelperProcess): Promise<void> {
  const aside = (files: Readonly<Record<string, string>>) =>
    Object.keys(files).filter((name) => name.endsWith('.patchfleet-old'));
  if (aside(readNamespace(process.folder).files).length === 0 || !(await process.takeLock())) return;
  changeNamespace(process.folder, ({ files }) => {
    for (const old of aside(files)) {
      files[old.replace(/\.patchfleet-old$/, '')] ??= files[old] ?? '';
      Reflect.deleteProperty(files, old);
    }
  });
}
