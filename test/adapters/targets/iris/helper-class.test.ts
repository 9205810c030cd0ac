import test from 'ava';
import {
  helperAsUdl,
  helperAsXml,
  helperMethods,
  helperName,
  helperVersion,
} from '../../../../src/adapters/targets/iris/helper-class.ts';
import { readXmlFile } from '../../../../src/kit/formats/read-xml-file.ts';

/*
 * No ObjectScript compiler can be had here: these cases look at the spelling of the helper class and at nothing else. Whether it
 * compiles and does what it should, only a server can say.
 */

test('the helper is an XML export of one class', async (t) => {
  const chunks = (async function* () {
    yield await Promise.resolve(Buffer.from(helperAsXml()));
  })();
  const names = [];
  for await (const { document } of readXmlFile({ path: 'helper.xml', chunks })) names.push(document.name);
  t.deepEqual(names.map(String), [`${helperName}.cls`]);
});

test('in UDL it has the same methods', (t) => {
  const udl = helperAsUdl().join('\n');
  for (const { name } of helperMethods) t.true(udl.includes(`\nClassMethod ${name}(`), name);
  t.true(udl.includes(`ClassMethod Serve(folder As %String, nonce As %String, limit As %Integer = 30)\n`));
  t.true(udl.includes('ClassMethod Insist(status As %Status, ByRef errors As %String)\n'));
  t.true(udl.includes(`Quit "${helperVersion}"`));
  t.true(helperAsUdl().every((line) => !line.includes('\n')));
});

/** Lines of a method, and these without what stands in quotes. */
function linesOf(body: string): { line: string; code: string }[] {
  return body.split('\n').map((line) => ({ line, code: line.replace(/"(?:[^"]|"")*"/g, '""') }));
}

test('quotes and parentheses are closed in their lines, braces in their methods, and no code begins in the first column', (t) => {
  const wrong = helperMethods.flatMap(({ name, body }) => {
    let depth = 0;
    const lines = linesOf(body).filter(({ line, code }) => {
      depth += code.split('{').length - code.split('}').length;
      const open =
        code.replaceAll('""', '').includes('"') || code.split('(').length !== code.split(')').length;
      return open || depth < 0 || !/^ {4}/.test(line);
    });
    return [
      ...lines.map(({ line }) => `${name}: ${line}`),
      ...(depth === 0 ? [] : [`${name}: ${depth} braces`]),
    ];
  });
  t.deepEqual(wrong, []);
});

test('parameters are spelt as an export spells them', (t) => {
  const formals = helperMethods.flatMap(({ formal }) => (formal === '' ? [] : formal.split(',')));
  t.deepEqual(
    formals.filter((formal) => !/^&?\w+:%\w+(?:=\d+)?$/.test(formal)),
    [],
  );
});

test('nothing stands in it that Caché 2010 does not know', (t) => {
  const modern = /\bReturn\b|\{\s*""|\bElse If\b|%Dynamic[AO]|%JSON|\$Replace|\$ZStrip|%SQL\.|\.\.\.|\[:/i;
  const wrong = helperMethods.flatMap(({ name, body }) =>
    linesOf(body).flatMap(({ code }) => (modern.test(code) ? [`${name}: ${code}`] : [])),
  );
  t.deepEqual(wrong, []);
});

test('every method of its own that it calls is there', (t) => {
  const names = helperMethods.map(({ name }) => name);
  const called = helperMethods.flatMap(({ body }) =>
    [...body.matchAll(/\.\.(\w+)\(/g)].map(([, name]) => name),
  );
  t.deepEqual(
    called.filter((name) => !names.includes(name ?? '')),
    [],
  );
});

test('no value is returned out of a loop or a try block, which does not compile', (t) => {
  const wrong = helperMethods.flatMap(({ name, body }) => {
    const blocks: string[] = [];
    return linesOf(body).flatMap(({ code }) => {
      if (/^\s*\}/.test(code)) blocks.pop();
      if (/\{\s*$/.test(code))
        blocks.push(/\b(?:For|While|Try|Catch)\b[^{]*\{\s*$/.test(code) ? 'loop' : 'If');
      const inside = blocks.includes('loop') || /^\s*For [^{]*$/.test(code);
      return inside && /\bQuit [^ }]/.test(code) ? [`${name}: ${code}`] : [];
    });
  });
  t.deepEqual(wrong, []);
});

test('text from outside is executed in one place only: the entry of a run, which was checked by a pattern', (t) => {
  const executing = helperMethods.filter(({ body }) =>
    linesOf(body).some(({ code }) => /\bXecute\b|\bDo @/i.test(code)),
  );
  t.deepEqual(
    executing.map(({ name }) => name),
    ['Run'],
  );
});

test('the process of a run says who it is before its code, under the LOCK that whoever ends it waits for', (t) => {
  const body = (name: string) => helperMethods.find((method) => method.name === name)?.body ?? '';
  const steps = [
    'LOCK +^PatchFleet("run")',
    '"ended"',
    '"job")=$Job',
    '$ClassMethod(',
    'LOCK -^PatchFleet("run")',
  ];
  const places = steps.map((step) => body('Run').lastIndexOf(step));
  t.deepEqual(
    [...places].sort((a, b) => a - b),
    places,
  );
  t.true(body('EndRun').includes('LOCK +^PatchFleet("run"):0'));
  t.true(body('EndRun').includes('Throw '));
});

test('each version of the helper is a class of its own, and none names another', (t) => {
  t.is(helperName, `PatchFleet.Helper${helperVersion}`);
  for (const source of [helperAsXml(), helperAsUdl().join('\n')])
    t.deepEqual(
      [...source.matchAll(/##class\((PatchFleet\.\w+)\)/g)].filter(([, named]) => named !== helperName),
      [],
    );
  t.regex(helperAsXml(), new RegExp(`JOB ##class\\(${helperName}\\)\\.Run\\(`));
});
