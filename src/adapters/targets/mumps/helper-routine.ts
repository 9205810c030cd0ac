/** Name of the helper routine; no site's routine is called so. */
export const helperName = 'pfhelper';

/**
 * The helper routine: M code that GT.M and YottaDB both take. Its own comments tell the protocol, which `conversation.ts` speaks from the other
 * end, and `edit-frames.ts` for edits.
 */
export const helperSource = String.raw`pfhelper ; session of patchfleet with this database; put here and kept up to date by patchfleet
 ;
 ; Frames go both ways: nine digits, how many bytes follow, and these. A request is a frame of words (TAB between them),
 ; frames of data, and "=========" in the place of a length. An answer is a number of frames: "+" and bytes of the answer,
 ; at last "." and a word that says how it ended; or "!" and an error. All are bytes, whatever they hold.
 ;
session new base,frames,out,reading,word
 set base=$zlevel,out="",reading=1
 use $principal:(nodelimiter:width=1048576:exception="halt")
 set $etrap="goto failed^pfhelper"
loop set reading=1 do request set reading=0
 do @word(1)
 goto loop
 ;
 ; What fails while a request is read cannot be answered. All else is undone and told.
failed if reading halt
 set $ecode="",out=""
 trollback:$tlevel
 do frame("!"_($get(edits,0)+$get(j,0))_" "_$zstatus)
 zgoto base:loop^pfhelper
 ;
request new i,n
 kill frames,word
 for i=0:1 read n#9 halt:$zlength(n)'=9  quit:n="========="  do
 . set frames(i)="" if +n read frames(i)#(+n)
 . if $zlength(frames(i))'=+n halt
 for n=1:1:$length(frames(0),$char(9)) set word(n)=$piece(frames(0),$char(9),n)
 set frames=i-1
 quit
 ;
frame(bytes) write $translate($justify($zlength(bytes),9)," ",0),bytes
 quit
 ;
say(bytes) if $zlength(out)+$zlength(bytes)>60000 do flush
 if $zlength(bytes)>60000 write $translate($justify($zlength(bytes)+1,9)," ",0),"+",bytes quit
 set out=out_bytes
 quit
 ;
flush if out'="" do frame("+"_out) set out=""
 quit
 ;
counted(bytes) do say($translate($justify($zlength(bytes),9)," ",0)) do say(bytes)
 quit
 ;
end(result) do flush,frame("."_result)
 quit
 ;
 ; The lock is this process's: it is freed with it.
lock lock +^PATCHFLEET("lock"):0
 if '$test do say($get(^PATCHFLEET("holder"))),end("busy") quit
 set ^PATCHFLEET("holder")=frames(1)
 do end("taken")
 quit
 ;
 ; What the database says of itself, then the register: number and text of each entry.
look new c,n,r,text
 do counted($zversion),counted($get(^PATCHFLEET("format")))
 set r=$view("GVFIRST"),n=0 for  quit:r=""  set n=n+1,text(n)=r,r=$view("GVNEXT",r)
 do counted(n) for n=1:1:n do counted(text(n)),counted($view("GVFILE",text(n))),counted($view("JNLACTIVE",text(n)))
 set n="" for  set n=$order(^PATCHFLEET("register",n)) quit:n=""  do
 . set text="" for c=1:1:$order(^PATCHFLEET("register",n,""),-1) set text=text_^PATCHFLEET("register",n,c)
 . do counted(n),counted(text)
 do end("")
 quit
 ;
 ; Values of 240 bytes fit a database as GDE makes it by default.
register new c,i,n,size,text
 set size=240
 tstart ():serial
 set n=$order(^PATCHFLEET("register",""),-1),^PATCHFLEET("format")=1
 for i=1:1:frames set n=n+1,text=frames(i) for c=1:1:$zlength(text)+size-1\size set ^PATCHFLEET("register",n,c)=$zextract(text,c-1*size+1,c*size)
 tcommit
 do end("")
 quit
 ;
 ; Reference and value of the node and of all below it.
nodes new from,root,size
 set root=word(2) if $data(@root)#10 do counted(root),counted(@root)
 set from=$name(@root),root=$select(from[")":$zextract(from,1,$zlength(from)-1)_",",1:from_"("),size=$zlength(root)
 for  set from=$$next(from) quit:$zextract(from,1,size)'=root  do counted(from),counted(@from)
 do end("")
 quit
 ;
 ; Where empty subscripts stand behind numbers, $query takes one at the end for the place before the first.
next(from) quit:$extract(from,$length(from)-2,$length(from))'=$char(34,34,41) $query(@from)
 quit:$qsubscript(from,$qlength(from))'="" $query(@from)
 quit:$$^%PEEKBYNAME("sgmnt_data.std_null_coll",$view("REGION",$qsubscript(from,0))) $query(@from)
 quit $query(@($extract(from,1,$length(from)-1)_","_$char(34,34,41)))
 ;
 ; Names of all globals that hold something.
names new from
 set from="^%" if $data(@from) do counted(from)
 for  set from=$order(@from) quit:from=""  if $data(@from) do counted(from)
 do end("")
 quit
 ;
 ; Of each reference that has a value, its number and the value.
values new i
 for i=1:1:frames if $data(@frames(i))#10 do counted(i),counted(@frames(i))
 do end("")
 quit
 ;
 ; Edits, all or none; check only compares. Data frames: g, the global that the next are of; e, a subtree around all of them in which there
 ; should be nothing: if so, no node has to be compared; m, many nodes; o, the place of a large one, and its two values in
 ; frames of their own. edits and j count, so that who sent more than a transaction holds can tell how many are too many.
check ;
edit new at,b,c,code,conflict,edits,f,g,i,j,k,l,n,o,s,t,v,w,empty
 tstart ():serial
 set conflict=0,edits=0,j=0,g="",empty=0 kill code,s
 for i=1:1:frames do @$piece("global,empty,many,one",",",$find("gemo",$zextract(frames(i)))-1) quit:conflict
 if conflict trollback  do end("conflict"_g) quit
 tcommit
 do end("applied")
 quit
 ;
global set g=$zextract(frames(i),2,$zlength(frames(i))),empty=0 kill code
 quit
 ;
empty new r
 set b=frames(i),at=4,r=g
 for w=1:1:$zextract(b,2,3) do counted4 set r=$name(@r@(l))
 set empty=$data(@r)=0
 quit
 ;
counted4 set l=$zextract(b,at,at+3),at=at+4,l=$zextract(b,at,at+l-1),at=at+$zlength(l)
 quit
 ;
 ; Runs of nodes of one depth (k), of which so many first subscripts (w) are those of the node before. What is done with them (f) is 0: set what
 ; had no value; 1: change a value; 2: remove it; 3: set, uncompared. Of each follow the other subscripts, their lengths in one
 ; byte, and the values, theirs in two. The line of M that does it for a whole run is made once.
many set b=frames(i),n=$zlength(b),at=2
 for  quit:at>n  do run quit:conflict
 quit
 ;
run set k=$zascii(b,at),w=$zascii(b,at+1),f=$zascii(b,at+2),c=$zascii(b,at+3)*256+$zascii(b,at+4),at=at+5
 if f=0,empty set f=3
 if '$data(code(k,w,f)) set code(k,w,f)="for j=1:1:c "_$$told(k,w,f)_$$done(k,f)
 xecute code(k,w,f)
 set edits=edits+c,j=0
 quit
 ;
told(k,w,f) new j,text
 set text=""
 for j=w+1:1:k set text=text_"set l=$zascii(b,at),s("_j_")=$zextract(b,at+1,at+l),at=at+l+1 "
 set:"12"[f text=text_$$value("o") set:f'=2 text=text_$$value("t")
 quit text
 ;
value(name) quit "set l=$zascii(b,at)*256+$zascii(b,at+1),"_name_"=$zextract(b,at+2,at+l+1),at=at+l+2 "
 ;
 ; The naked reference is the node that was compared. An empty value is told from none by $data.
done(k,f) new j,last,node,text
 set node=g,last=g,text=""
 if k set node=g_"(" for j=1:1:k set node=node_$select(j>1:",",1:"")_"s("_j_")"
 if k set node=node_")",last="^(s("_k_"))"
 if f=0 set text="set conflict=$data("_node_")#10 quit:conflict  "
 if "12"[f set text="set v=$get("_node_") set:v'=o conflict=1 set:v="""" conflict=conflict!($data("_last_")#10=0) quit:conflict  "
 if word(1)="check" quit text
 quit text_$select(f=2:"zkill "_last,f=3:"set "_node_"=t",1:"set "_last_"=t")
 ;
 ; The place: number of subscripts, each with its length in four digits; whether it has a value, whether it is to have one.
one set b=frames(i),k=+$zextract(b,2,3),at=4
 for w=1:1:k do counted4 set s(w)=l
 set f=$zextract(b,at),f=$select('f:0,$zextract(b,at+1):1,1:2)
 set o=frames(i+1),t=frames(i+2),i=i+2,c=1
 xecute "for j=1:1:1 "_$$done(k,f)
 set edits=edits+1,j=0
 quit
`;
