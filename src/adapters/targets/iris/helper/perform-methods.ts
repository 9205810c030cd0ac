import type { HelperMethod } from './helper-method.ts';

/**
 * Reads a request and does it; who may write; the register.
 *
 * Sources: ObjectScript reference (LOCK with timeout, TSTART/TCOMMIT/TROLLBACK, $TLEVEL, $ZTIMESTAMP), %SYSTEM.Process class reference
 * (SynchCommit: TCOMMIT returns when the journal is on disk; Terminate), %Exception.AbstractException (DisplayString),
 * %SYSTEM.Status (GetErrorText). Never run on IRIS by us.
 */
export const performMethods: readonly HelperMethod[] = [
  {
    name: 'Perform',
    formal: 'nonce:%String',
    returns: '%String',
    about: 'Does the request that was read, and writes its answer; returns the action.',
    body: String.raw`    Set last=^||PatchFleet("in"),head=$Get(^||PatchFleet("in",1)),action=$Piece(head," ",4),status="ok"
    Do ..Begin(nonce)
    Try {
        If $Piece(head," ",1,3)'=("patchfleet-request 1 "_nonce) Throw ##class(%Exception.General).%New("request of another",,,head)
        If $Get(^||PatchFleet("in",last))'=("end "_nonce) Throw ##class(%Exception.General).%New("request is not whole",,,nonce)
        Do ..Gather(last)
        Do $SYSTEM.Process.SynchCommit(1)
        If ";facts;register;list;read;nodes;values;check;compiled;state;"[(";"_action_";") {
            Do ..Look(action)
        } ElseIf action="hold" {
            Do ..Hold()
        } ElseIf (action="close")||(action="release") {
            Do ..Release()
        } ElseIf '..MayWrite() {
            Do ..Line("lost",$Get(^PatchFleet("holder")))
        } Else {
            Do ..Change(action)
        }
    } Catch error {
        Set status="error"
        If $TLevel>0 TROLLBACK
        Do ..Line("error",error.DisplayString())
    }
    If '$Get(^||PatchFleet("held")) LOCK -^PatchFleet("lock")
    Do ..Finish(nonce,status)
    If $TLevel>0 TROLLBACK
    Quit action`,
  },
  {
    name: 'Look',
    formal: 'action:%String',
    returns: null,
    about: 'What changes nothing.',
    body: String.raw`    If action="facts" Do ..Facts() Quit
    If action="register" Do ..Register() Quit
    If action="list" Do ..ListAll() Quit
    If action="read" Do ..ReadAll() Quit
    If action="nodes" Do ..Nodes() Quit
    If action="values" Do ..Values() Quit
    If action="check" Do ..CheckAll() Quit
    If action="compiled" Do ..CheckCompiled() Quit
    If action="state" Do ..RunState()`,
  },
  {
    name: 'Change',
    formal: 'action:%String',
    returns: null,
    about: 'What writes; only for who holds the target.',
    body: String.raw`    If action="renew" Do ..Line("renewed","") Quit
    If action="append" Do ..Append() Quit
    If action="put" Do ..PutOne() Quit
    If action="remove" Do ..RemoveOne() Quit
    If action="edit" Do ..Edit() Quit
    If action="compile" Do ..CompileAll() Quit
    If action="run" Do ..StartRun() Quit
    If action="stop" Do ..StopRun() Quit
    If action="forget" Do ..ForgetRun() Quit
    If action="production" Do ..Production() Quit
    Throw ##class(%Exception.General).%New("action is not known",,,action)`,
  },
  {
    name: 'Gather',
    formal: 'last:%Integer',
    returns: null,
    about: 'Puts long values together, which were sent in parts.',
    body: String.raw`    Kill ^||PatchFleet("part")
    For number=2:1:last-1 {
        Set line=^||PatchFleet("in",number)
        If $Piece(line,$Char(9))'="part" Continue
        Set part=$Piece(line,$Char(9),2)
        Set ^||PatchFleet("part",part)=$Get(^||PatchFleet("part",part))_..Unescape($Piece(line,$Char(9),3))
    }`,
  },
  {
    name: 'Hold',
    formal: '',
    returns: null,
    about:
      'Takes the target. Without a lease: this process holds the LOCK until it ends, however it ends. With one: the LOCK is held during each request, and the token and its time stand in the lease.',
    body: String.raw`    Set lease=..Find("lease"),token=..Find("token"),now=..Seconds()
    LOCK +^PatchFleet("lock"):0
    If '$Test Do ..Line("busy",$Get(^PatchFleet("holder"))) Quit
    Set other=$Get(^PatchFleet("lease","token"))
    If other'="",other'=token,$Get(^PatchFleet("lease","until"))>now {
        LOCK -^PatchFleet("lock")
        Do ..Line("busy",$Get(^PatchFleet("holder")))
        Quit
    }
    Do ..EndRun()
    Set ^PatchFleet("holder")=..Find("holder")
    Kill ^PatchFleet("lease")
    If lease="" {
        Set ^||PatchFleet("held")=1
    } Else {
        Set ^PatchFleet("lease","token")=token,^PatchFleet("lease","until")=now+lease,^PatchFleet("lease","seconds")=lease
    }
    Do ..Line("held","")`,
  },
  {
    name: 'MayWrite',
    formal: '',
    returns: '%Integer',
    about: 'True for who holds the target; a lease that runs is prolonged.',
    body: String.raw`    If $Get(^||PatchFleet("held")) Quit 1
    LOCK +^PatchFleet("lock"):0
    If '$Test Quit 0
    If $Get(^PatchFleet("lease","token"))="" Quit 0
    If ^PatchFleet("lease","token")'=..Find("token") Quit 0
    If ^PatchFleet("lease","until")<..Seconds() Quit 0
    Set ^PatchFleet("lease","until")=..Seconds()+^PatchFleet("lease","seconds")
    Quit 1`,
  },
  {
    name: 'Release',
    formal: '',
    returns: null,
    about: 'Frees the target, if it is ours.',
    body: String.raw`    If $Get(^||PatchFleet("held")) {
        Kill ^PatchFleet("holder"),^||PatchFleet("held")
        LOCK -^PatchFleet("lock")
        Quit
    }
    Set token=..Find("token")
    If token="" Quit
    If $Get(^PatchFleet("lease","token"))=token Kill ^PatchFleet("lease"),^PatchFleet("holder")`,
  },
  {
    name: 'Seconds',
    formal: '',
    returns: '%String',
    about: 'Seconds of UTC since the calendar of $HOROLOG began.',
    body: String.raw`    Set now=$ZTimestamp
    Quit ($Piece(now,",")*86400)+$Piece(now,",",2)`,
  },
  {
    name: 'Append',
    formal: '',
    returns: null,
    about: 'Appends entries to the register, all of them or none.',
    body: String.raw`    TSTART
    Set count=$Get(^PatchFleet("register"),0)
    For number=2:1:^||PatchFleet("in")-1 {
        Set line=^||PatchFleet("in",number),key=$Piece(line,$Char(9))
        If key="entry" Set count=count+1,piece=0
        If key="text" Set piece=piece+1,^PatchFleet("register",count,piece)=$Piece(line,$Char(9),2),^PatchFleet("register",count)=piece
    }
    Set ^PatchFleet("register")=count
    TCOMMIT
    Do ..Line("count",count)`,
  },
  {
    name: 'Register',
    formal: '',
    returns: null,
    about: 'The entries of the register after the first so many; the pieces are as they were sent, escaped.',
    body: String.raw`    Set count=$Get(^PatchFleet("register"),0)
    Do ..Line("count",count)
    For entry=..Find("from")+1:1:count {
        Do ..Line("entry",$Get(^PatchFleet("register",entry),0))
        For piece=1:1:$Get(^PatchFleet("register",entry),0) {
            Do ..Out("text"_$Char(9)_$Get(^PatchFleet("register",entry,piece)))
            Do ..Newline()
        }
    }`,
  },
];
