/** The routine that starts a patch's own code, in a process of its own; patchfleet keeps it beside its state. */
export const runRoutine = '%PFRUN';

/**
 * `go` takes the handover (secret, mark, entry, parameters), says which process it is and leaves the mark in a global, and calls the entry in a
 * transaction, with the array `patchfleet` and nothing else in its local variables. Where that returns, it writes the secret, the
 * transaction level that was found, and the one that is left, to the file `result`. All else (HALT, ZHALT, an error, a signal) leaves no
 * result. Where others write the same blocks the database rolls back and goes on after TSTART: the entry is not called again, and `restarted` stands in
 * the place of the levels. The lock is taken inside the transaction: M code that says `LOCK ^X` gives up all locks, and must not fail for that.
 *
 * `regions` says of each region: name, file, 2 where it is journaled, journal file; a line each.
 */
export const runDriver = `%PFRUN ; patchfleet: runs a patch's own code. Kept up to date by patchfleet; changes are lost.
	quit
go	new pf
	set pf("folder")=$zcmdline
	do take,announce
	do call
	do tell
	halt
take	new file,line
	set file=pf("folder")_"/handover"
	open file:(readonly:stream:nowrap:recordsize=1048576)
	use file
	read pf("secret"),pf("mark"),pf("entry")
	for  read line quit:$zeof  set pf("p",$$text($piece(line," ")))=$$text($piece(line," ",2))
	close file:delete
	use $principal
	quit
text(hex)	new at,text
	set text=""
	for at=1:2:$length(hex) set text=text_$zchar($$digit(at)*16+$$digit(at+1))
	quit text
digit(at)	quit $find("0123456789abcdef",$extract(hex,at))-2
announce	new file
	set file=pf("folder")_"/process"
	open file:newversion
	use file
	write $job,!
	close file
	use $principal
	set ^PATCHFLEET("run")=pf("mark")
	quit
call	tstart ():serial
	if $trestart trollback  set pf("level")="restarted" quit
	kill patchfleet
	lock +^PATCHFLEET("run"):10
	if '$test write "patchfleet: another run holds the target.",! trollback  zhalt 2
	merge patchfleet=pf("p")
	do within(pf("entry"))
	set pf("level")=$tlevel
	tcommit:$tlevel=1
	quit
within(entry)	new $etrap
	set $etrap="use $principal write !,$zstatus,! zhalt 1"
	new (entry,patchfleet)
	do @entry
	quit
tell	new file
	set file=pf("folder")_"/result"
	open file:newversion
	use file
	write pf("secret")," ",pf("level")," ",$tlevel,!
	close file
	quit
regions	new region
	set region=$view("GVFIRST")
	for  quit:region=""  do region set region=$view("GVNEXT",region)
	quit
region	write region,!,$view("GVFILE",region),!,$view("JNLACTIVE",region),!,$view("JNLFILE",region),!
	quit
over	; the run has ended: what begins to write after this mark is none of its processes
	set:$data(^PATCHFLEET("run"))#10 ^PATCHFLEET("run")=^PATCHFLEET("run")
	quit
flush	; what a killed process left half done is completed (EPOCH takes the critical section), and what is journaled is on disk
	new region
	do over
	set region=$view("GVFIRST")
	for  quit:region=""  view "EPOCH":region,"JNLFLUSH":region set region=$view("GVNEXT",region)
	quit
free	; the mark of the last run, and whether its lock is free
	lock +^PATCHFLEET("run"):2
	write $test," ",$get(^PATCHFLEET("run")),!
	quit
unmark	kill ^PATCHFLEET("run")
	quit
mend	; $ZCMDLINE: a file of references and values; patchfleet's global holds these, who has the lock, and no others afterwards
	new file,holder,line
	set file=$zcmdline
	open file:(readonly:stream:nowrap:recordsize=1048576)
	tstart ():serial
	set holder=$get(^PATCHFLEET("holder"))
	kill ^PATCHFLEET
	set:holder'="" ^PATCHFLEET("holder")=holder
	use file:rewind
	for  read line quit:$zeof  set @$$text($piece(line," "))=$$text($piece(line," ",2))
	tcommit
	close file
	quit
differ	; $ZCMDLINE: a file of lines, each about a node: no value is there; it has so many bytes; from this byte on it has these. Tells the first ten that are otherwise
	new at,file,found,line,text
	set file=$zcmdline,found=0
	open file:(readonly:stream:nowrap:recordsize=1048576)
	use file:rewind
	for  read line quit:$zeof!(found=10)  set at=$$text($piece(line," ")),text=$$text($piece(line," ",3)) do otherwise
	close file
	quit
otherwise	if line'[" ",'($data(@at)#10) quit
	if line[" ",$data(@at)#10,$select(text="":$zlength(@at)=$piece(line," ",2),1:$zextract(@at,$piece(line," ",2),$piece(line," ",2)+$zlength(text)-1)=text) quit
	set found=found+1
	use $principal
	write $piece(line," "),!
	use file
	quit
`;
