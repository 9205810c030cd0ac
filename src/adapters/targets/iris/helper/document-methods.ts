import type { HelperMethod } from './helper-method.ts';

/**
 * Documents: exported for reading, loaded and deleted with explicit flags. A load's status and its error log are both looked at, and
 * afterwards the document itself, for a load in part is the usual way for a load to fail.
 *
 * Sources: %SYSTEM.OBJ class reference (Load, Export, Delete, CompileList, IsUpToDate), "System Flags and Qualifiers (qspec)", %Library.RoutineMgr
 * (Exists, Delete), %SYSTEM.Encryption (SHA1Hash), %SYSTEM.Status (GetErrorText). That a load inside a
 * transaction needs /multicompile=0, as other processes stand outside of it, is how the InterSystems package manager does it. Never run on IRIS by us.
 */
export const documentMethods: readonly HelperMethod[] = [
  {
    name: 'ReadAll',
    formal: '',
    returns: null,
    about:
      'Reads documents: the bytes that were put, where the server still holds what it made of them; else its export, or the file.',
    body: String.raw`    For number=2:1:^||PatchFleet("in")-1 {
        Set line=^||PatchFleet("in",number)
        If $Piece(line,$Char(9))="document" Do ..ReadOne(..Field(line,1))
    }`,
  },
  {
    name: 'ReadOne',
    formal: 'name:%String',
    returns: null,
    about: 'Reads one document.',
    body: String.raw`    If '..Exists(name) Do ..Head(name,"absent","") Quit
    If ..IsDeployed(name) Do ..Head(name,"deployed","") Quit
    If $Extract(name)="/" {
        Set file=..WebFile(name)
        Do ..Head(name,"file",..Stamp(file,0))
        Do ..Bytes(file)
        Quit
    }
    Set file=..Export(name)
    Set stamp=..Stamp(file,1)
    If $Get(^PatchFleet("put",name,"stamp"))=$Select($Get(^PatchFleet("put",name,"mode"))=2:..Stamp(file,2),1:stamp) {
        Do ..Head(name,"put",stamp)
        For piece=1:1:^PatchFleet("put",name) {
            Do ..Out("bytes"_$Char(9)_^PatchFleet("put",name,piece))
            Do ..Newline()
        }
    } Else {
        Do ..Head(name,"export",stamp)
        Do ..Bytes(file)
    }
    Do ##class(%Library.File).Delete(file)`,
  },
  {
    name: 'Head',
    formal: 'name:%String,state:%String,stamp:%String',
    returns: null,
    about: 'The line before the bytes of a document.',
    body: String.raw`    Do ..Out("document")
    Do ..Value(name)
    Do ..Value(state)
    Do ..Value(stamp)
    Do ..Newline()`,
  },
  {
    name: 'Bytes',
    formal: 'file:%String',
    returns: null,
    about: 'The bytes of a file.',
    body: String.raw`    Set stream=##class(%Stream.FileBinary).%New()
    Do stream.LinkToFile(file)
    While 'stream.AtEnd {
        Do ..Out("bytes")
        Do ..Value(stream.Read(6000))
        Do ..Newline()
    }`,
  },
  {
    name: 'Export',
    formal: 'name:%String',
    returns: '%String',
    about: 'Exports a document into a file of its own, and names that.',
    body: String.raw`    Set file=##class(%Library.File).TempFilename("xml")
    Set status=$SYSTEM.OBJ.Export(name,file,"-d",.errors,"utf-8")
    Do ..Insist(status,.errors)
    Quit file`,
  },
  {
    name: 'Insist',
    formal: 'status:%Status,&errors:%String',
    returns: null,
    about: 'Fails where either the status or the log of errors says so.',
    body: String.raw`    Set text=""
    If 'status Set text=$SYSTEM.Status.GetErrorText(status)
    If $Get(errors)>0 {
        For number=1:1:errors Set text=text_$Char(10)_$Get(errors(number))
    }
    If text'="" Throw ##class(%Exception.General).%New("refused",,,$Extract(text,1,8000))`,
  },
  {
    name: 'Stamp',
    formal: 'file:%String,mode:%Integer',
    returns: '%String',
    about:
      'A hash over a file. 0: all of it. 1: without the two lines of the envelope and without TimeChanged and TimeCreated. 2: without Storage too, which the server makes when it compiles.',
    body: String.raw`    Set stream=##class(%Stream.FileBinary).%New()
    Do stream.LinkToFile(file)
    Set hash="",rest="",number=0,skip=0
    While ('stream.AtEnd)||(rest'="") {
        If 'stream.AtEnd,$Length(rest)<8000 Set rest=rest_stream.Read(8000)
        Set line=$Piece(rest,$Char(10)),whole=rest[$Char(10)
        If 'whole Set line=$Extract(rest,1,8000)
        Set rest=$Extract(rest,$Length(line)+1+whole,$Length(rest)),number=number+1
        If mode>0,number<3 Continue
        If mode>0,$Extract(line,1,6)="<TimeC" Continue
        If mode=2,$Extract(line,1,9)="<Storage " Set skip=1
        If 'skip Set hash=$SYSTEM.Encryption.SHA1Hash(hash_line)
        If $Extract(line,1,10)="</Storage>" Set skip=0
    }
    Set text=""
    For at=1:1:$Length(hash) Set text=text_$Extract(1000+$Ascii(hash,at),2,4)
    Quit text`,
  },
  {
    name: 'PutOne',
    formal: '',
    returns: null,
    about:
      'Puts a document whose stamp is as expected, in one transaction, and keeps the bytes of which the server made what it holds.',
    body: String.raw`    Set name=..Find("document"),expected=..Find("stamp"),mode=..Find("mode")
    If $Extract(name)="/" Do ..PutFile(name,expected) Quit
    Set load=##class(%Library.File).TempFilename(..Find("extension"))
    Do ..Collect("load",load)
    TSTART
    If ..StampNow(name)'=expected {
        TROLLBACK
        Do ..Line("stale","")
        Quit
    }
    Set status=$SYSTEM.OBJ.Load(load,..Find("flags"),.errors,.loaded)
    Do ..Insist(status,.errors)
    If '..Exists(name) Throw ##class(%Exception.General).%New("not there after its load",,,name)
    Set file=..Export(name),stamp=..Stamp(file,mode),piece=0
    Kill ^PatchFleet("put",name)
    For number=2:1:^||PatchFleet("in")-1 {
        Set line=^||PatchFleet("in",number)
        If $Piece(line,$Char(9))="bytes" Set piece=piece+1,^PatchFleet("put",name,piece)=$Piece(line,$Char(9),2)
    }
    Set ^PatchFleet("put",name)=piece,^PatchFleet("put",name,"stamp")=stamp,^PatchFleet("put",name,"mode")=mode
    TCOMMIT
    Do ##class(%Library.File).Delete(load)
    Do ##class(%Library.File).Delete(file)
    Do ..Line("done","")`,
  },
  {
    name: 'StampNow',
    formal: 'name:%String',
    returns: '%String',
    about: 'The stamp of a document as it is; empty: it is not there.',
    body: String.raw`    If '..Exists(name) Quit ""
    If $Extract(name)="/" Quit ..Stamp(..WebFile(name),0)
    Set file=..Export(name),stamp=..Stamp(file,1)
    Do ##class(%Library.File).Delete(file)
    Quit stamp`,
  },
  {
    name: 'Collect',
    formal: 'key:%String,file:%String',
    returns: null,
    about: 'Writes the bytes that a request carries into a file.',
    body: String.raw`    Set stream=##class(%Stream.FileBinary).%New()
    Do stream.LinkToFile(file)
    For number=2:1:^||PatchFleet("in")-1 {
        Set line=^||PatchFleet("in",number)
        If $Piece(line,$Char(9))=key Do stream.Write(..Unescape($Piece(line,$Char(9),2)))
    }
    Do stream.%Save()`,
  },
  {
    name: 'RemoveOne',
    formal: '',
    returns: null,
    about: 'Deletes a document whose stamp is as expected. Data of a class stays: the flag e is never given.',
    body: String.raw`    Set name=..Find("document")
    If ..StampNow(name)'=..Find("stamp") Do ..Line("stale","") Quit
    If $Extract(name)="/" {
        Do ##class(%Library.File).Delete(..WebFile(name))
    } ElseIf $ZConvert($Piece(name,".",$Length(name,".")),"L")="cls" {
        TSTART
        Set status=$SYSTEM.OBJ.Delete(name,..Find("flags"),.errors)
        Do ..Insist(status,.errors)
        Kill ^PatchFleet("put",name)
        TCOMMIT
    } Else {
        TSTART
        Set status=##class(%Library.RoutineMgr).Delete(name)
        Do ..Insist(status)
        Kill ^PatchFleet("put",name)
        TCOMMIT
    }
    If ..Exists(name) Throw ##class(%Exception.General).%New("still there after it was deleted",,,name)
    Do ..Line("done","")`,
  },
  {
    name: 'CompileAll',
    formal: '',
    returns: null,
    about: 'Compiles documents together, and looks at each afterwards.',
    body: String.raw`    For number=2:1:^||PatchFleet("in")-1 {
        Set line=^||PatchFleet("in",number)
        If $Piece(line,$Char(9))'="document" Continue
        Set name=..Field(line,1)
        If ..Exists(name) Set list(name)=""
    }
    If $Data(list)=0 Quit
    Set status=$SYSTEM.OBJ.CompileList(.list,..Find("flags"),.errors)
    If 'status Do ..Line("failed",$SYSTEM.Status.GetErrorText(status))
    For number=1:1:$Get(errors,0) Do ..Line("failed",$Get(errors(number)))
    Do ..CheckCompiled()`,
  },
  {
    name: 'CheckCompiled',
    formal: '',
    returns: null,
    about: 'Tells of the classes that are not compiled.',
    body: String.raw`    For number=2:1:^||PatchFleet("in")-1 {
        Set line=^||PatchFleet("in",number)
        If $Piece(line,$Char(9))'="document" Continue
        Set name=..Field(line,1)
        If $ZConvert($Piece(name,".",$Length(name,".")),"L")'="cls" Continue
        If '..Exists(name) Continue
        If '$SYSTEM.OBJ.IsUpToDate($Piece(name,".",1,$Length(name,".")-1)) Do ..Line("failed",name_" is not compiled")
    }`,
  },
];
