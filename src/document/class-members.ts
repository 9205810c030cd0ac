/** A part of a class's canonical text: one member, or (name '') what stands outside of all. */
interface ClassPart {
  /** Such as `ClassMethod Version`, `Parameter V`. */
  readonly name: string;
  readonly text: string;
}

/**
 * Cuts the canonical text of a class, UDL or XML, into its members; the texts joined are the whole. Members come in their order; what stands
 * between them belongs to the one that follows. It is for people: a text that only looks like a member is cut off as one.
 */
export function classMembers(text: string): readonly ClassPart[] {
  return text.startsWith('<') ? xmlMembers(text) : udlMembers(text);
}

const keyword =
  /^(ClassMethod|ClientMethod|Method|Property|Parameter|Index|ForeignKey|Trigger|Query|Projection|XData|Storage|Relationship) ([^\s([{;]+)/;

/** A member begins at the margin, behind a line that can end the one before; its comments (`///`) and blank lines belong to it. */
function udlMembers(text: string): readonly ClassPart[] {
  const lines = linesOf(text);
  const starts: { readonly at: number; readonly name: string }[] = [];
  for (const [at, line] of lines.entries()) {
    const [, kind, name] = keyword.exec(line) ?? [];
    if (kind === undefined || name === undefined) continue;
    const first = leadOf(lines, at, starts.at(-1)?.at ?? -1);
    const last = lines[first - 1] ?? '';
    if (first < at || /^[{}]?\s*$/.test(last)) starts.push({ at: first, name: `${kind} ${name}` });
  }
  const end = lines.findLastIndex((line) => /\S/.test(line));
  const isEnd = starts.length > 0 && (lines[end] ?? '').trimEnd() === '}';
  return cut(
    lines,
    isEnd ? [...starts, { at: leadOf(lines, end, starts.at(-1)?.at ?? -1), name: '' }] : starts,
  );
}

/** The first of the blank lines and comments right before a line. */
function leadOf(lines: readonly string[], at: number, floor: number): number {
  let first = at;
  while (first - 1 > floor && /^(?:\/\/\/.*)?\s*$/.test(lines[first - 1] ?? '')) first -= 1;
  return first;
}

/** Elements right below `<Class>`, each of which begins on a line of its own. */
function xmlMembers(text: string): readonly ClassPart[] {
  const lines = linesOf(text);
  const starts: { readonly at: number; readonly name: string }[] = [];
  let open: string | null = null;
  for (const [at, line] of lines.entries()) {
    if (at === 0) continue;
    const [, element, name] = /^<([A-Za-z]\w*)(?: name="([^"]*)")?/.exec(line) ?? [];
    if (open === null && element !== undefined) {
      starts.push({ at, name: name === undefined ? element : `${element} ${name}` });
      open = isWhole(line) ? null : element;
    }
    if (open !== null && line.trimEnd().endsWith(`</${open}>`)) open = null;
    else if (open === null && line.startsWith('</Class>')) starts.push({ at, name: '' });
  }
  return cut(lines, starts);
}

/** `<Property name="A"/>` */
function isWhole(line: string): boolean {
  return /^<[^>]*\/>\s*$/.test(line);
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function cut(
  lines: readonly string[],
  starts: readonly { readonly at: number; readonly name: string }[],
): readonly ClassPart[] {
  const all = starts[0]?.at === 0 ? starts : [{ at: 0, name: '' }, ...starts];
  return all.map(({ at, name }, index) => ({ name, text: lines.slice(at, all[index + 1]?.at).join('') }));
}
