import type { HelperMethod } from './helper-method.ts';

/**
 * A patch's own code, in a process of its own, and productions.
 *
 * Sources: ObjectScript reference (JOB ##class(c).m(args):(namespace:switch:input:output):timeout, $ZCHILD, $CLASSMETHOD, ^$JOB), %SYSTEM.Process (Terminate),
 * Ens.Director class reference (GetProductionStatus, StopProduction, StartProduction, UpdateProduction; state 1 runs, 2 is stopped).
 * Never run on IRIS by us.
 */
export const runMethods: readonly HelperMethod[] = [
  {
    name: 'StartRun',
    formal: '',
    returns: null,
    about: 'Starts a run in a process of its own, after everything that is known of it is on disk.',
    body: String.raw`    Set attempt=..Find("attempt")
    Do ..EndRun()
    TSTART
    Kill ^PatchFleet("run")
    Set ^PatchFleet("run","attempt")=attempt,^PatchFleet("run","entry")=..Find("entry")
    For number=2:1:^||PatchFleet("in")-1 {
        Set line=^||PatchFleet("in",number)
        If $Piece(line,$Char(9))="parameter" Set ^PatchFleet("run","parameter",..Field(line,1))=..Field(line,2)
    }
    Set output=##class(%Library.File).TempFilename("txt"),^PatchFleet("run","output")=output
    TCOMMIT
    JOB ##class(PatchFleet.Helper).Run(attempt):("":0:"":output):20
    If '$Test Throw ##class(%Exception.General).%New("no process could be started",,,attempt)
    Set ^PatchFleet("run","job")=$ZChild
    Do ..Line("started",$ZChild)`,
  },
  {
    name: 'Run',
    formal: 'attempt:%String',
    returns: null,
    about:
      'The process of a run: says who it is, calls the method or the label with the parameters as an array, by reference, and writes how it ended. One that was ended before it began does nothing.',
    body: String.raw`    LOCK +^PatchFleet("run"):10
    If '$Test Quit
    If ($Get(^PatchFleet("run","attempt"))'=attempt)||$Data(^PatchFleet("run","ended"))||$Data(^PatchFleet("run","status")) {
        LOCK -^PatchFleet("run")
        Quit
    }
    Set ^PatchFleet("run","job")=$Job
    Set entry=^PatchFleet("run","entry"),result="",status="ok"
    Merge parameters=^PatchFleet("run","parameter")
    Try {
        If $Extract(entry,1,8)="##class(" {
            Set class=$Piece($Piece(entry,"(",2),")"),method=$Piece(entry,").",2)
            Set result=$ClassMethod(class,method,.parameters)
        } Else {
            If entry'?.1(1.AN)1"^".1"%"1A.AN Throw ##class(%Exception.General).%New("no entry",,,entry)
            Do @(entry_"(.parameters)")
            Set result=1
        }
        If $TLevel>0 Throw ##class(%Exception.General).%New("left a transaction open",,,$TLevel)
        If ($IsObject(result)=0),(result'=""),('result) {
            Set status="failed"
            If $Extract(result)=0,$Length(result)>2 Set result=$SYSTEM.Status.GetErrorText(result)
        }
    } Catch error {
        Set status="failed",result=error.DisplayString()
    }
    If $TLevel>0 TROLLBACK
    Set ^PatchFleet("run","result")=$Extract(result,1,4000),^PatchFleet("run","status")=status
    LOCK -^PatchFleet("run")`,
  },
  {
    name: 'RunState',
    formal: '',
    returns: null,
    about: 'How a run goes: running, ended (with what it said), or gone without a word.',
    body: String.raw`    If $Get(^PatchFleet("run","attempt"))'=..Find("attempt") Do ..Line("state","none") Quit
    If $Data(^PatchFleet("run","status")) {
        Do ..Line("state",^PatchFleet("run","status"))
        Do ..Line("result",$Get(^PatchFleet("run","result")))
    } ElseIf '$Data(^PatchFleet("run","ended")),$Data(^$JOB($Get(^PatchFleet("run","job"),0))) {
        Do ..Line("state","running")
        Quit
    } ElseIf $Data(^PatchFleet("run","status")) {
        Do ..Line("state",^PatchFleet("run","status"))
        Do ..Line("result",$Get(^PatchFleet("run","result")))
    } Else {
        Do ..Line("state","gone")
    }
    If ##class(%Library.File).Exists($Get(^PatchFleet("run","output"))) Do ..Bytes(^PatchFleet("run","output"))`,
  },
  {
    name: 'EndRun',
    formal: '',
    returns: null,
    about:
      'Ends the process of a run that is still there, waits until it is gone, and forbids one that was not heard of yet to begin. The LOCK is what a run holds from before its first word; the number counts too, as code may free LOCKs.',
    body: String.raw`    If $Data(^PatchFleet("run"))=0 Quit
    For try=1:1:100 {
        LOCK +^PatchFleet("run"):0
        Set mine=$Test,job=$Get(^PatchFleet("run","job")),alive=0
        If job'="",'$Data(^PatchFleet("run","status")) Set alive=$Data(^$JOB(job))
        If mine,'alive Quit
        If mine LOCK -^PatchFleet("run")
        If alive,(try#20)=1 Do $SYSTEM.Process.Terminate(job,3)
        Hang .1
    }
    If ('mine)||alive Throw ##class(%Exception.General).%New("a run that was left behind does not end: process "_job)
    If '$Data(^PatchFleet("run","status")) Set ^PatchFleet("run","ended")=1
    LOCK -^PatchFleet("run")`,
  },
  {
    name: 'StopRun',
    formal: '',
    returns: null,
    about: 'Ends a run that lasts too long.',
    body: String.raw`    Do ..EndRun()
    Do ..Line("stopped","")`,
  },
  {
    name: 'ForgetRun',
    formal: '',
    returns: null,
    about: 'Drops what was kept of a run.',
    body: String.raw`    If $Get(^PatchFleet("run","attempt"))'=..Find("attempt") Quit
    If ##class(%Library.File).Exists($Get(^PatchFleet("run","output"))) Do ##class(%Library.File).Delete(^PatchFleet("run","output"))
    Kill ^PatchFleet("run")`,
  },
  {
    name: 'Production',
    formal: '',
    returns: null,
    about:
      'hold: remembers what is owed to the production, then stops it if it runs and that is asked for. resume: starts or updates it as it is owed, and forgets.',
    body: String.raw`    Set act=..Find("act")
    If '..HasClass("Ens.Director") {
        If act="hold" Throw ##class(%Exception.General).%New("this namespace has no productions")
        Quit
    }
    Set name="",state="",status=$ClassMethod("Ens.Director","GetProductionStatus",.name,.state)
    If 'status Throw ##class(%Exception.General).%New($SYSTEM.Status.GetErrorText(status))
    If act="hold" {
        If state'=1 Do ..Line("done","no production runs") Quit
        TSTART
        Set ^PatchFleet("production")=..Find("how")_" "_name
        TCOMMIT
        If ..Find("how")="stop-start" Set status=$ClassMethod("Ens.Director","StopProduction",60,0)
    } Else {
        Set owed=$Get(^PatchFleet("production"))
        If owed="" Do ..Line("done","nothing is owed") Quit
        If $Piece(owed," ")="update" Set status=$ClassMethod("Ens.Director","UpdateProduction")
        If $Piece(owed," ")="stop-start",state'=1 Set status=$ClassMethod("Ens.Director","StartProduction",$Piece(owed," ",2))
        If status Kill ^PatchFleet("production")
    }
    If 'status Throw ##class(%Exception.General).%New($SYSTEM.Status.GetErrorText(status))
    Do ..Line("done",name)`,
  },
];
