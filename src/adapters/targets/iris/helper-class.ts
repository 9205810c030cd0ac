import { digestOf } from '../../../base/digest.ts';
import { documentMethods } from './helper/document-methods.ts';
import { exchangeMethods } from './helper/exchange-methods.ts';
import { factsMethods } from './helper/facts-methods.ts';
import { globalMethods } from './helper/global-methods.ts';
import type { HelperMethod } from './helper/helper-method.ts';
import { performMethods } from './helper/perform-methods.ts';
import { runMethods } from './helper/run-methods.ts';
import { webFileMethods } from './helper/web-file-methods.ts';

/** How the methods name their own class, whose name is made from them. */
const unnamed = '##class(PatchFleet.Helper)';

const methods: readonly HelperMethod[] = [
  ...exchangeMethods,
  ...performMethods,
  ...factsMethods,
  ...documentMethods,
  ...webFileMethods,
  ...globalMethods,
  ...runMethods,
];

/** The helper's version: a digest of its source, so that any change of it is a new one. */
export const helperVersion = digestOf(JSON.stringify(methods)).slice(0, 16);

/**
 * The one class that patchfleet puts into a target by itself. Each version has a name of its own, so that a program of another version never
 * takes the code away from under an attempt that is being made. Written for Caché 2010 and later: no JSON, no RETURN, no dynamic objects. It was
 * never compiled on a server by us; the tests look at its spelling only.
 */
export const helperName = `PatchFleet.Helper${helperVersion}`;

/** All methods, the one that tells the version among them. */
export const helperMethods: readonly HelperMethod[] = [
  ...methods,
  {
    name: 'Version',
    formal: '',
    returns: '%String' as const,
    sql: true as const,
    about: 'Which state of this class it is.',
    body: `    Quit "${helperVersion}"`,
  },
].map((method) => ({ ...method, body: method.body.replaceAll(unnamed, `##class(${helperName})`) }));

/** The class as an XML export, which every version loads ("XML export format": no version, no zv, no ts is needed). */
export function helperAsXml(): string {
  const lines = helperMethods.map(methodAsXml).join('');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Export generator="Cache" version="25">',
    `<Class name="${helperName}">`,
    `<Description>${escaped(description)}</Description>`,
    '<ProcedureBlock>1</ProcedureBlock>',
    `${lines}</Class>`,
    '</Export>',
    '',
  ].join('\n');
}

/** The class in UDL, line by line, as Atelier takes documents. */
export function helperAsUdl(): readonly string[] {
  return [
    `/// ${description}`,
    `Class ${helperName} [ ProcedureBlock ]`,
    '{',
    '',
    ...helperMethods.flatMap(methodAsUdl),
    '}',
  ];
}

const description =
  'Installed by patchfleet, which reaches this namespace through it. Changes are overwritten; one that no patchfleet uses any more may be deleted.';

function methodAsXml({ name, formal, returns, sql, about, body }: HelperMethod): string {
  return [
    `<Method name="${name}">`,
    `<Description>${escaped(about)}</Description>`,
    '<ClassMethod>1</ClassMethod>',
    ...(formal === '' ? [] : [`<FormalSpec>${escaped(formal)}</FormalSpec>`]),
    ...(returns === null ? [] : [`<ReturnType>${returns}</ReturnType>`]),
    ...(returns === '%String' ? ['<ReturnTypeParams>MAXLEN=32767</ReturnTypeParams>'] : []),
    ...(sql === true ? ['<SqlProc>1</SqlProc>'] : []),
    `<Implementation><![CDATA[\n${body}\n]]></Implementation>`,
    '</Method>',
    '',
  ].join('\n');
}

function methodAsUdl({ name, formal, returns, sql, about, body }: HelperMethod): string[] {
  const parameters = formal === '' ? '' : formal.split(',').map(parameterAsUdl).join(', ');
  const type = returns === null ? '' : ` As ${returns}${returns === '%String' ? '(MAXLEN = 32767)' : ''}`;
  const end = sql === true ? ' [ SqlProc ]' : '';
  return [
    `/// ${about}`,
    `ClassMethod ${name}(${parameters})${type}${end}`,
    '{',
    ...body.split('\n'),
    '}',
    '',
  ];
}

/** `limit:%Integer=30` becomes `limit As %Integer = 30`, `&errors:%String` becomes `ByRef errors As %String`. */
function parameterAsUdl(parameter: string): string {
  const [, reference = '', name = '', type = '', value] =
    /^(&?)(\w+):(%\w+)(?:=(.+))?$/.exec(parameter) ?? [];
  return `${reference === '' ? '' : 'ByRef '}${name} As ${type}${value === undefined ? '' : ` = ${value}`}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
