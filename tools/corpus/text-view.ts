/** What files of lines say, computed without the code under test. Left out is what `volatileInText` lists. */
export const volatileInText: readonly string[] = [
  'UDL: CRLF or LF, byte order mark, newline after the last line; spelling of the ROUTINE line, LanguageMode=0',
  '%RO: the two header lines, time stamps and what follows them, empty lines between routines',
  'ZWR: the two header lines, order of nodes, quotes around numbers that are values',
];

/** The lines of a UDL file. */
export function viewOfUdl(path: string, bytes: Uint8Array): string[] {
  const lines = linesOf(
    Buffer.from(bytes)
      .toString('utf8')
      .replace(/^\ufeff/, ''),
  );
  const header = /^ROUTINE\s/i.test(lines[0] ?? '') ? [udlHeader(path, lines.shift() ?? '')] : [];
  return [...header, ...lines];
}

function udlHeader(path: string, line: string): string {
  const [name, inside = '', after = ''] = line.slice(8).split(/[[\]]/);
  const said = inside.split(',').map((part) => part.trim().toUpperCase());
  const type =
    said.find((part) => part.startsWith('TYPE')) ?? `TYPE=${(path.split('.').pop() ?? '').toUpperCase()}`;
  const others = said.filter((part) => !/^(TYPE|LANGUAGEMODE=0)|^$/.test(part));
  return JSON.stringify([name?.trim(), type.replaceAll(' ', ''), others, after.trimEnd()]);
}

/** The routines of a %RO file: name, type, mode and lines of each. */
export function viewOfRoutineOutput(_: string, bytes: Uint8Array): string[] {
  const raw = Buffer.from(bytes);
  const utf8 = raw.subarray(0, 200).toString('latin1').split('\n')[0]?.trim().endsWith('UTF8') ?? false;
  const text = linesOf(raw.toString(utf8 ? 'utf8' : 'latin1'))
    .slice(2)
    .join('\n');
  return text
    .split(/\n\n+/)
    .map((routine) => routine.replace(/^\n+|\n+$/g, ''))
    .filter((routine) => routine !== '')
    .map((routine) => {
      const [header = '', ...lines] = routine.split('\n');
      const [name, type, mode] = header.split('^');
      return JSON.stringify([
        name,
        type,
        mode === '0' ? '' : mode,
        lines.map((line) => (line === '.' ? '' : line)),
      ]);
    });
}

/** Names and lines of the routines that `%RO` of GT.M has written. */
export function viewOfGtmRoutineOutput(_: string, bytes: Uint8Array): string[] {
  return linesOf(Buffer.from(bytes).toString('latin1'))
    .slice(2)
    .join('\n')
    .split(/\n\n+/)
    .map((routine) => routine.replace(/^\n+|\n+$/g, ''))
    .filter((routine) => routine !== '')
    .map((routine) => JSON.stringify(routine.split('\n')));
}

/** The nodes of a ZWR file, sorted. */
export function viewOfZwr(_: string, bytes: Uint8Array): string[] {
  return linesOf(Buffer.from(bytes).toString('latin1'))
    .slice(2)
    .map((line) => line.replace(/=(-?[\d.]+)$/, '="$1"'))
    .sort();
}

/** A GO file's nodes as ZWR lines; what was written again is ZWR. */
export function viewOfGlobalOutput(path: string, bytes: Uint8Array): string[] {
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  if (/\bZWR\b/.test(lines[1] ?? '')) return viewOfZwr(path, bytes);
  const nodes: string[] = [];
  for (let at = 2; at + 1 < lines.length; at += 2)
    nodes.push(`${lines[at] ?? ''}=${asMString(lines[at + 1] ?? '')}`);
  return nodes.sort();
}

function asMString(value: string): string {
  const parts = value
    .split(/([^ -~]+)/)
    .filter((part, index) => part !== '' || (index === 0 && value === ''));
  return parts
    .map((part) =>
      /^[^ -~]/.test(part)
        ? `$C(${Array.from(Buffer.from(part, 'latin1')).join(',')})`
        : `"${part.replaceAll('"', '""')}"`,
    )
    .join('_');
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
