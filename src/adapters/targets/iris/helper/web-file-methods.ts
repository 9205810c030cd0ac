import type { HelperMethod } from './helper-method.ts';

/**
 * Files of web applications, which no transaction covers. A file is put by two renames: the old one goes aside, the new one comes in. Whoever
 * dies between them leaves the old one aside, and who looks next moves it back. Which of the two a file is, its name says; the LOCK says whether
 * somebody is at work on it.
 *
 * Sources: %SYSTEM.CSP (GetFileName), %Library.File (Exists, Rename, Delete, CreateDirectoryChain), ObjectScript reference (LOCK counts how
 * often a process took it). Never run on IRIS by us.
 */
export const webFileMethods: readonly HelperMethod[] = [
  {
    name: 'WebFile',
    formal: 'name:%String',
    returns: '%String',
    about:
      'Where the file of an address lies; empty: no web application has it. What a put that was cut short left is mended first, unless somebody else is at work: then he is waited for.',
    body: String.raw`    Set file=$SYSTEM.CSP.GetFileName(name)
    If file="" Quit ""
    If '##class(%Library.File).Exists(file_".patchfleet-old") Quit file
    LOCK +^PatchFleet("lock"):0
    Set mine=$Test
    If mine {
        If ##class(%Library.File).Exists(file) {
            Do ##class(%Library.File).Delete(file_".patchfleet-old")
        } ElseIf '##class(%Library.File).Rename(file_".patchfleet-old",file) {
            Set file=file_".patchfleet-old"
        }
        LOCK -^PatchFleet("lock")
    } Else {
        For try=1:1:40 {
            If ##class(%Library.File).Exists(file) Quit
            Hang .05
        }
        If '##class(%Library.File).Exists(file) Set file=file_".patchfleet-old"
    }
    Quit file`,
  },
  {
    name: 'PutFile',
    formal: 'name:%String,expected:%String',
    returns: null,
    about:
      'Writes a file of a web application beside its place, moves the old one aside, renames the new one into its place, and drops the old one. Where the new one does not come in, the old one goes back.',
    body: String.raw`    Set file=..WebFile(name)
    If file="" Throw ##class(%Exception.General).%New("no web application has this address",,,name)
    If $SYSTEM.CSP.GetFileName(name)'=file Throw ##class(%Exception.General).%New("not moved back",,,file)
    If ..StampNow(name)'=expected Do ..Line("stale","") Quit
    Set new=file_".patchfleet",old=file_".patchfleet-old"
    Do ##class(%Library.File).CreateDirectoryChain(##class(%Library.File).GetDirectory(file))
    Do ..Collect("bytes",new)
    If '##class(%Library.File).Exists(new) Throw ##class(%Exception.General).%New("not written",,,file)
    Set had=##class(%Library.File).Exists(file)
    If had,'##class(%Library.File).Rename(file,old) Throw ##class(%Exception.General).%New("not moved aside",,,file)
    If '##class(%Library.File).Rename(new,file) {
        If had Do ##class(%Library.File).Rename(old,file)
        Do ##class(%Library.File).Delete(new)
        Throw ##class(%Exception.General).%New("not renamed",,,file)
    }
    If had Do ##class(%Library.File).Delete(old)
    Do ..Line("done","")`,
  },
];
