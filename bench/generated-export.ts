/** Of how many bytes an export is made, at least, and what each of its documents is. */
export interface GeneratedExport {
  readonly bytes: number;
  /** mixed: classes, routines, pages and globals of some kilobytes each; one-global: a single global. */
  readonly kind: 'mixed' | 'one-global';
}

/** An XML export in pieces of about a document each; always the same bytes for the same wish. */
export async function* generatedExport({ bytes, kind }: GeneratedExport): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  const encoder = new TextEncoder();
  yield encoder.encode('<?xml version="1.0" encoding="UTF-8"?>\n<Export generator="IRIS" version="26">\n');
  if (kind === 'one-global') yield encoder.encode('<Global>\n<Node><Sub>^LabData</Sub>\n');
  let written = 0;
  for (let number = 0; written < bytes; number += 1) {
    const piece = encoder.encode(kind === 'mixed' ? elementOf(number) : someNodes(number));
    written += piece.length;
    yield piece;
  }
  yield encoder.encode(kind === 'one-global' ? '</Node>\n</Global>\n</Export>\n' : '</Export>\n');
}

function elementOf(number: number): string {
  const makers = [someClass, someRoutine, somePage, someGlobal] as const;
  return (makers[number % makers.length] ?? someClass)(number);
}

function someClass(number: number): string {
  const method = (index: number): string =>
    `<Method name="M${index}">\n<FormalSpec>a:%String</FormalSpec>\n<Implementation><![CDATA[\n${code(20)}]]></Implementation>\n</Method>\n`;
  const methods = Array.from({ length: 8 }, (_, index) => method(index)).join('\n');
  return `<Class name="Lab.Made.C${number}">\n<Super>%RegisteredObject</Super>\n<TimeChanged>65460,53119.19</TimeChanged>\n\n${methods}</Class>\n\n`;
}

function someRoutine(number: number): string {
  return `<Routine name="LABM${number}" type="MAC" timestamp="64128,34461.75"><![CDATA[\n${code(120)}]]></Routine>\n\n`;
}

function somePage(number: number): string {
  const page = `<CSP name="made/p${number}.js" application="/csp/lab/"><![CDATA[\n`;
  return `${page}${'if (a < b && c[d[0]] > 1) { e(); }\n'.repeat(150)}]]></CSP>\n\n`;
}

function someGlobal(number: number): string {
  return `<Global>\n<Node><Sub>^LabMade${number}</Sub>\n${someNodes(number)}</Node>\n</Global>\n\n`;
}

/** Some 4 kB of nodes below one subscript. */
function someNodes(number: number): string {
  const binary = Buffer.from(`\u0002\u0001${'x'.repeat(40)}`).toString('base64');
  const node = (index: number): string =>
    `<Node><Sub>${index}</Sub>\n<Data>${number}^${index}^some &amp; more</Data>\n<Node><Sub> K</Sub>\n<DataBase64>${binary}\n</DataBase64>\n</Node>\n</Node>\n`;
  return `<Node><Sub>${number}</Sub>\n${Array.from({ length: 20 }, (_, index) => node(index)).join('')}</Node>\n`;
}

function code(lines: number): string {
  return ' set x=$order(^LabConfig("in",x)) quit:x=""  do:x<10 run(x)\n'.repeat(lines);
}
