import test from 'ava';
import fc from 'fast-check';
import { classMembers } from '../../src/document/class-members.ts';
import { holdsAlways } from '../worlds/hold-always.ts';

const udl = `/// What it does
Class Lab.Router Extends %RegisteredObject
{

Parameter V = 1;

/// Says which it is
ClassMethod Version() As %String
{
  quit 1
Method is no member here
}

Property Name As %String [ InitialExpression = {"x"} ];

Storage Default
{
<Type>%Storage.Persistent</Type>
}

}
`;

const xml = `<Class name="Lab.Router">
<Super>%RegisteredObject</Super>
<Property name="Name">
<Type>%String</Type>
<Parameter name="MAXLEN" value="50"/>
</Property>
<Method name="Version">
<ClassMethod>1</ClassMethod>
<Implementation><![CDATA[
  quit 1
]]></Implementation>
</Method>
</Class>
`;

const namesIn = (text: string) => classMembers(text).map(({ name }) => name);

test('a class in UDL is cut into its members', (t) => {
  t.deepEqual(namesIn(udl), [
    ...['', 'Parameter V', 'ClassMethod Version', 'Property Name', 'Storage Default', ''],
  ]);
  t.regex(classMembers(udl)[2]?.text ?? '', /^\n\/\/\/ Says which it is\n.*no member here\n\}\n$/s);
});

test('a class in XML is cut into its members', (t) => {
  t.deepEqual(namesIn(xml), ['', 'Super', 'Property Name', 'Method Version', '']);
  t.true(classMembers(xml)[2]?.text.includes('MAXLEN'));
});

test('whatever a text is, its parts joined are the whole', (t) => {
  const piece = fc.constantFrom(
    ...[...udl.split('\n'), ...xml.split('\n'), '', '}', '{'].map((line) => `${line}\n`),
    'Method X()',
    '<Method name="X">',
  );
  const texts = fc.array(piece).map((pieces) => pieces.join(''));
  holdsAlways(
    t,
    fc.property(texts, (text) => {
      t.is(
        classMembers(text)
          .map((part) => part.text)
          .join(''),
        text,
      );
    }),
  );
});
