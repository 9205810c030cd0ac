import type { HelperMethod } from './helper-method.ts';

/**
 * How requests come in and answers go out. Serve: the local session, files in a folder. Take, Ask, Piece, Forget: SQL procedures
 * for Atelier, which has no end point that calls a method ("install a helper class with [SqlProc] methods and SELECT it").
 *
 * Sources: %Stream.FileBinary class reference (LinkToFile, Write, Read, %Save), %Library.File (Exists, Rename, Delete,
 * DirectoryExists), ObjectScript reference (HANG with fractions, $TLEVEL, TROLLBACK, process-private globals `^||name`, TRY/CATCH,
 * $ZHOROLOG). No string is longer than 32,767 characters, which is what instances without long strings can hold. Never run on IRIS by us.
 */
export const exchangeMethods: readonly HelperMethod[] = [
  {
    name: 'Serve',
    formal: 'folder:%String,nonce:%String,limit:%Integer=30',
    returns: null,
    about:
      'Answers requests in a folder, one after the other, until told to close or until nobody has touched the file alive for so many seconds.',
    body: String.raw`    Set number=1,alive="",heard=$ZHorolog
    Kill ^||PatchFleet
    Do ..Begin(nonce)
    Do ..Finish(nonce,"ok")
    Do ..WriteFile(folder_"answer-0.txt")
    While 1 {
        If ##class(%Library.File).Exists(folder_"request-"_number_".txt") {
            Do ..ReadFile(folder_"request-"_number_".txt")
            Set action=..Perform(nonce_"."_number)
            Do ..WriteFile(folder_"answer-"_number_".txt")
            Set number=number+1,heard=$ZHorolog
            If action="close" Quit
            Continue
        }
        Hang .02
        Set found=..FirstLine(folder_"alive.txt")
        If found'="",found'=alive Set alive=found,heard=$ZHorolog
        If ($ZHorolog-heard)>limit Quit
        If '##class(%Library.File).DirectoryExists(folder) Quit
    }
    If $TLevel>0 TROLLBACK
    Do ..Release()
    Kill ^||PatchFleet`,
  },
  {
    name: 'Take',
    formal: 'nonce:%String,number:%Integer,text:%String',
    returns: '%Integer',
    sql: true,
    about: 'Takes one piece of a request: whole lines, in order.',
    body: String.raw`    If number=1 Kill ^PatchFleet("request",nonce)
    Set ^PatchFleet("request",nonce,number)=text
    Quit 1`,
  },
  {
    name: 'Ask',
    formal: 'nonce:%String',
    returns: '%Integer',
    sql: true,
    about: 'Does what the pieces of a request ask for; how many pieces the answer has.',
    body: String.raw`    Kill ^||PatchFleet
    Set piece="",number=0
    For {
        Set piece=$Order(^PatchFleet("request",nonce,piece),1,text)
        If piece="" Quit
        For line=1:1:$Length(text,$Char(10)) {
            If $Piece(text,$Char(10),line)="" Continue
            Set number=number+1,^||PatchFleet("in",number)=$Piece(text,$Char(10),line)
        }
    }
    Set ^||PatchFleet("in")=number
    Kill ^PatchFleet("request",nonce)
    Do ..Perform(nonce)
    Kill ^PatchFleet("answer",nonce)
    Merge ^PatchFleet("answer",nonce)=^||PatchFleet("out")
    Set count=^||PatchFleet("out")
    Kill ^||PatchFleet
    Quit count`,
  },
  {
    name: 'Piece',
    formal: 'nonce:%String,number:%Integer',
    returns: '%String',
    sql: true,
    about: 'One piece of an answer.',
    body: String.raw`    Quit $Get(^PatchFleet("answer",nonce,number))`,
  },
  {
    name: 'Forget',
    formal: 'nonce:%String',
    returns: '%Integer',
    sql: true,
    about: 'Drops an answer that was read.',
    body: String.raw`    Kill ^PatchFleet("answer",nonce)
    Quit 1`,
  },
  {
    name: 'ReadFile',
    formal: 'file:%String',
    returns: null,
    about: 'Reads the lines of a request out of its file, which is ASCII, and removes the file.',
    body: String.raw`    Kill ^||PatchFleet("in"),^||PatchFleet("part")
    Set stream=##class(%Stream.FileBinary).%New()
    Do stream.LinkToFile(file)
    Set number=0,rest=""
    While 'stream.AtEnd {
        Set rest=rest_stream.Read(8000)
        While rest[$Char(10) {
            Set number=number+1,^||PatchFleet("in",number)=$Piece(rest,$Char(10))
            Set rest=$Extract(rest,$Length($Piece(rest,$Char(10)))+2,$Length(rest))
        }
    }
    Set ^||PatchFleet("in")=number
    Kill stream
    Do ##class(%Library.File).Delete(file)`,
  },
  {
    name: 'WriteFile',
    formal: 'file:%String',
    returns: null,
    about: 'Writes the answer beside its place and renames it, so that whoever finds it finds all of it.',
    body: String.raw`    Set stream=##class(%Stream.FileBinary).%New()
    Do stream.LinkToFile(file_".new")
    For piece=1:1:^||PatchFleet("out") Do stream.Write(^||PatchFleet("out",piece))
    Do stream.%Save()
    Kill stream
    Do ##class(%Library.File).Rename(file_".new",file)`,
  },
  {
    name: 'FirstLine',
    formal: 'file:%String',
    returns: '%String',
    about: 'The first characters of a file; empty where there is none.',
    body: String.raw`    If '##class(%Library.File).Exists(file) Quit ""
    Set stream=##class(%Stream.FileBinary).%New()
    Do stream.LinkToFile(file)
    Quit stream.Read(64)`,
  },
  {
    name: 'Begin',
    formal: 'nonce:%String',
    returns: null,
    about: 'Begins an answer.',
    body: String.raw`    Kill ^||PatchFleet("out")
    Set ^||PatchFleet("out")=1,^||PatchFleet("out",1)="",^||PatchFleet("lines")=0
    Do ..Out("patchfleet-answer 1 "_nonce_" "_..Version()_$Char(10))`,
  },
  {
    name: 'Finish',
    formal: 'nonce:%String,status:%String',
    returns: null,
    about:
      'Ends an answer: the nonce again, how it went, the level of transactions, how many lines lie between.',
    body: String.raw`    Do ..Out("end "_nonce_" "_status_" "_$TLevel_" "_^||PatchFleet("lines")_$Char(10))`,
  },
  {
    name: 'Out',
    formal: 'text:%String',
    returns: null,
    about: 'Adds text to the answer.',
    body: String.raw`    Set piece=^||PatchFleet("out")
    If ($Length(^||PatchFleet("out",piece))+$Length(text))>12000 Set piece=piece+1,^||PatchFleet("out")=piece,^||PatchFleet("out",piece)=""
    Set ^||PatchFleet("out",piece)=^||PatchFleet("out",piece)_text`,
  },
  {
    name: 'Value',
    formal: 'value:%String',
    returns: null,
    about: 'Adds a tab and a value, escaped, to the line that is being written.',
    body: String.raw`    Do ..Out($Char(9))
    For at=1:1500:$Length(value) Do ..Out(..Escape($Extract(value,at,at+1499)))`,
  },
  {
    name: 'Newline',
    formal: '',
    returns: null,
    about: 'Ends a line of the answer.',
    body: String.raw`    Do ..Out($Char(10))
    Set ^||PatchFleet("lines")=^||PatchFleet("lines")+1`,
  },
  {
    name: 'Line',
    formal: 'key:%String,value:%String',
    returns: null,
    about: 'Writes a line with one value.',
    body: String.raw`    Do ..Out(key)
    Do ..Value(value)
    Do ..Newline()`,
  },
  {
    name: 'Escape',
    formal: 'text:%String',
    returns: '%String',
    about: 'Text in printable ASCII: a per cent sign and all else as %XX, characters above 255 as %uXXXX.',
    body: String.raw`    Set safe=" !""#$&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_{|}~abcdefghijklmnopqrstuvwxyz"_$Char(96)
    If $Translate(text,safe)="" Quit text
    Set digits="0123456789ABCDEF",out=""
    For at=1:1:$Length(text) {
        Set code=$Ascii(text,at)
        If (code>31)&&(code<127)&&(code'=37) {
            Set out=out_$Extract(text,at)
        } ElseIf code<256 {
            Set out=out_"%"_$Extract(digits,(code\16)+1)_$Extract(digits,(code#16)+1)
        } Else {
            Set out=out_"%u"_$Extract(digits,(code\4096)+1)_$Extract(digits,((code\256)#16)+1)_$Extract(digits,((code\16)#16)+1)_$Extract(digits,(code#16)+1)
        }
    }
    Quit out`,
  },
  {
    name: 'Unescape',
    formal: 'text:%String',
    returns: '%String',
    about: 'The text that Escape was given.',
    body: String.raw`    If text'["%" Quit text
    Set digits="0123456789ABCDEF",out=$Piece(text,"%")
    For part=2:1:$Length(text,"%") {
        Set rest=$Piece(text,"%",part)
        Set hex=$Extract(rest,1,2),from=3
        If $Extract(rest)="u" Set hex=$Extract(rest,2,5),from=6
        Set code=0
        For at=1:1:$Length(hex) Set code=(code*16)+$Find(digits,$Extract(hex,at))-2
        Set out=out_$Char(code)_$Extract(rest,from,$Length(rest))
    }
    Quit out`,
  },
  {
    name: 'Field',
    formal: 'line:%String,number:%Integer',
    returns: '%String',
    about: 'A value of a line of the request; one that is too long for a line was sent in parts before it.',
    body: String.raw`    Set text=$Piece(line,$Char(9),number+1)
    If $Extract(text,1,2)="%+" Quit ^||PatchFleet("part",$Extract(text,3,$Length(text)))
    Quit ..Unescape(text)`,
  },
  {
    name: 'Find',
    formal: 'key:%String',
    returns: '%String',
    about: 'The first value of the first line of the request that has this key.',
    body: String.raw`    For number=2:1:^||PatchFleet("in")-1 {
        Set line=^||PatchFleet("in",number)
        If $Piece(line,$Char(9))=key Set number=-1 Quit
    }
    If number'=-1 Quit ""
    Quit ..Field(line,1)`,
  },
];
