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
session new base,frames,out,reading,shape,word
 set base=$zlevel,out="",reading=1
 use $principal:(nodelimiter:width=1048576:exception="halt")
 set $etrap="goto failed^pfhelper"
 do shapes
loop set reading=1 do request set reading=0
 do @word(1)
 goto loop
 ;
 ; What fails while a request is read cannot be answered. All else is undone and told.
failed if reading halt
 set $ecode="",out=""
 trollback:$tlevel
 do frame("!"_$get(edits,0)_" "_$zstatus)
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
 ; Of each reference that has a value, its number and the value.
values new i
 for i=1:1:frames if $data(@frames(i))#10 do counted(i),counted(@frames(i))
 do end("")
 quit
 ;
 ; Edits, all or none; check only compares. Data frames: the global that the next are of; many nodes; or one: its place and two values in three
 ; frames. edits counts, so that who sent more than a transaction holds can tell how many are too many.
check ;
edit new at,conflict,edits,f,g,h,i,k,n,o,p,s,t,v,w
 tstart ():serial
 set conflict=0,edits=0,g=""
 for i=1:1:frames do @$select($zextract(frames(i))="g":"global",$zextract(frames(i))="m":"many",1:"one") quit:conflict
 if conflict trollback  do end("conflict"_g) quit
 tcommit
 do end("applied")
 quit
 ;
global set g=$zextract(frames(i),2,$zlength(frames(i)))
 quit
 ;
 ; Of each node bytes that count: subscripts; of them, those in common with the node before; whether it has a value, whether it is to have one; two
 ; for the length of each value. Then each subscript with its length, and the values. Where only the last subscript differs, the
 ; naked reference is the parent.
many new b,j,l
 set b=frames(i),n=$zlength(b),at=2,p=-1
 for  quit:at>n  do  quit:conflict
 . set k=$zascii(b,at),w=$zascii(b,at+1),f=$zascii(b,at+2),h=$zascii(b,at+3),edits=edits+1
 . set o=$zascii(b,at+4)*256+$zascii(b,at+5),t=$zascii(b,at+6)*256+$zascii(b,at+7),at=at+8
 . for j=w+1:1:k set l=$zascii(b,at),s(j)=$zextract(b,at+1,at+l),at=at+l+1
 . set l=o,o=$zextract(b,at,at+l-1),at=at+l,l=t,t=$zextract(b,at,at+l-1),at=at+l
 . if k=p,w+1=k xecute shape(word(1),"sibling",f) quit
 . set p=k xecute shape(word(1),k,f)
 quit
 ;
 ; The place: number of subscripts, was, is to be; each subscript with its length in four digits.
one new b,j,l
 set b=frames(i),k=$zextract(b,2,3),f=$zextract(b,4),h=$zextract(b,5),at=6
 for j=1:1:k set l=$zextract(b,at,at+3),s(j)=$zextract(b,at+4,at+3+l),at=at+4+l
 set o=frames(i+1),t=frames(i+2),i=i+2,edits=edits+1
 xecute shape(word(1),+k,+f)
 quit
 ;
 ; What is done with a node of so many subscripts, or with a sibling of the one before. An empty value is told from none by $data.
shapes new k,list
 set list="",k=0 do shape("@g","@g")
 for k=1:1:31 set list=list_$select(k=1:"",1:",")_"s("_k_")" do shape("@g@("_list_")","^(s("_k_"))")
 set k="sibling" do shape("^(s(k))","^(s(k))")
 quit
 ;
shape(node,last) new f
 set shape("check",k,0)="set conflict=$data("_node_")#10"
 set shape("check",k,1)="set v=$get("_node_") set:v'=o conflict=1 quit:conflict  set:v="""" conflict=$data("_last_")#10=0"
 for f=0,1 set shape("edit",k,f)=shape("check",k,f)_" quit:conflict  set:h "_last_"=t zkill:'h "_last
 quit
`;
