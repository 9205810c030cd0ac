import type { HelperMethod } from './helper-method.ts';

/**
 * Globals, node by node. References are built with $NAME from subscripts one by one, so that no text from outside is ever executed.
 *
 * Sources: ObjectScript reference ($NAME, $QUERY, $QLENGTH, $QSUBSCRIPT, $DATA, ZKILL, subscript indirection @name@(subscript)).
 * Never run on IRIS by us.
 */
export const globalMethods: readonly HelperMethod[] = [
  {
    name: 'Reference',
    formal: 'line:%String,from:%Integer',
    returns: '%String',
    about:
      'The reference that a line of the request spells from a field on: the name, then one subscript each.',
    body: String.raw`    Set reference=..Field(line,from)
    If reference'?1"^".1"%".(1A.AN).(1"."1.AN) Set reference=..NameOf(reference)
    For field=from+1:1:$Length(line,$Char(9))-1 {
        Set subscript=..Field(line,field)
        Set reference=$Name(@reference@(subscript))
    }
    Quit reference`,
  },
  {
    name: 'NameOf',
    formal: 'name:%String',
    returns: '%String',
    about: 'A global name with letters beyond ASCII; anything else is refused.',
    body: String.raw`    If $Extract(name)'="^" Throw ##class(%Exception.General).%New("no name of a global",,,name)
    For at=2:1:$Length(name) {
        Set letter=$Extract(name,at)
        If (letter?1AN)||(letter=".")||((letter="%")&&(at=2))||($Ascii(letter)>169) Continue
        Throw ##class(%Exception.General).%New("no name of a global",,,name)
    }
    Quit name`,
  },
  {
    name: 'Nodes',
    formal: '',
    returns: null,
    about:
      'Nodes at and below a reference, in the order of the database: at most so many, after the one that was read last.',
    body: String.raw`    Set most=..Find("most"),count=0,root="",after=""
    For number=2:1:^||PatchFleet("in")-1 {
        Set line=^||PatchFleet("in",number)
        If $Piece(line,$Char(9))="root" Set root=..Reference(line,1)
        If $Piece(line,$Char(9))="after" Set after=..Reference(line,1)
    }
    Set depth=$QLength(root)
    If after="" {
        If ($Data(@root)#2)=1 Do ..Node(root)
        Set node=$Query(@root)
    } Else {
        Set node=$Query(@after)
    }
    While node'="" {
        If $Name(@node,depth)'=root Quit
        Set count=count+1
        Do ..Node(node)
        If count'<most Do ..Line("more","") Quit
        Set node=$Query(@node)
    }`,
  },
  {
    name: 'Node',
    formal: 'node:%String',
    returns: null,
    about: 'A line with the value of a node, its name and its subscripts.',
    body: String.raw`    Do ..Out("node")
    Do ..Value(@node)
    For level=0:1:$QLength(node) Do ..Value($QSubscript(node,level))
    Do ..Newline()`,
  },
  {
    name: 'Values',
    formal: '',
    returns: null,
    about: 'The values of single nodes; those without one are left out.',
    body: String.raw`    For number=2:1:^||PatchFleet("in")-1 {
        Set line=^||PatchFleet("in",number)
        If $Piece(line,$Char(9))'="node" Continue
        Set node=..Reference(line,1)
        If $Data(@node)#2 Do ..Node(node)
    }`,
  },
  {
    name: 'Edit',
    formal: '',
    returns: null,
    about: 'Changes nodes in one transaction, if all of them are as expected; else none.',
    body: String.raw`    TSTART
    Set wrong=0
    For number=2:1:^||PatchFleet("in")-1 {
        Set line=^||PatchFleet("in",number)
        If $Piece(line,$Char(9))'="edit" Continue
        Set node=..Reference(line,5)
        If ($Data(@node)#2)'=..Field(line,1) Set wrong=1 Quit
        If ..Field(line,1),@node'=..Field(line,2) Set wrong=1 Quit
    }
    If wrong {
        TROLLBACK
        Do ..Line("conflict","")
        Quit
    }
    For number=2:1:^||PatchFleet("in")-1 {
        Set line=^||PatchFleet("in",number)
        If $Piece(line,$Char(9))'="edit" Continue
        Set node=..Reference(line,5)
        If ..Field(line,3) {
            Set @node=..Field(line,4)
        } Else {
            ZKill @node
        }
    }
    TCOMMIT
    Do ..Line("done","")`,
  },
];
