import type { HelperMethod } from './helper-method.ts';

/**
 * What the server says of itself and of documents.
 *
 * Sources: ObjectScript reference ($ZVERSION, $SYSTEM, $NAMESPACE, $ZTIMESTAMP, ^$GLOBAL), %SYSTEM.Version (IsUnicode),
 * %SYSTEM.Mirror (IsMember, IsPrimary), %SYS.Namespace (GetAllNSInfo, GetGlobalDest), %Library.File (GetDirectorySpace), Ens.Director
 * (GetProductionStatus), %Dictionary.ClassDefinition (Deployed), %Library.RoutineMgr (Exists, IsMapped, IsGenerated, query StudioOpenDialog, which
 * VS Code uses too). Classes that an old version or a product may lack are called with $CLASSMETHOD, so that the helper compiles
 * without them. Never run on IRIS by us.
 */
export const factsMethods: readonly HelperMethod[] = [
  {
    name: 'Facts',
    formal: '',
    returns: null,
    about: 'What the target is.',
    body: String.raw`    Do ..Line("version",$ZVersion)
    Do ..Line("unicode",''$SYSTEM.Version.IsUnicode())
    Do ..Line("clock",$ZTimestamp)
    Do ..Line("instance",$SYSTEM)
    Do ..Line("namespace",$Namespace)
    Set member=0,primary=1
    If ..HasClass("%SYSTEM.Mirror") {
        Set member=$ClassMethod("%SYSTEM.Mirror","IsMember")
        If member Set primary=''$ClassMethod("%SYSTEM.Mirror","IsPrimary")
    }
    Do ..Line("mirror",member)
    Do ..Line("primary",primary)
    Set info="",readonly="",free=""
    Try {
        Do $ClassMethod("%SYS.Namespace","GetAllNSInfo",$Namespace,.info)
        Set readonly=($Get(info("GlobalDB","ReadOnly"),0)!$Get(info("RoutineDB","ReadOnly"),0))
        Do $ClassMethod("%Library.File","GetDirectorySpace",$Get(info("GlobalDB","Directory")),.free,.total,0)
    } Catch error {
    }
    Do ..Line("readonly",readonly)
    Do ..Line("free",$Get(free))
    Do ..Line("productions",..HasClass("Ens.Director"))
    Do ..Line("production",$Get(^PatchFleet("production")))
    Do ..Line("register",$Get(^PatchFleet("register"),0))`,
  },
  {
    name: 'HasClass',
    formal: 'name:%String',
    returns: '%Integer',
    about: 'True where the class is there, compiled.',
    body: String.raw`    Quit ''##class(%Dictionary.CompiledClass).%ExistsId(name)`,
  },
  {
    name: 'ListAll',
    formal: '',
    returns: null,
    about:
      'Names of all documents of this namespace that are its own: not mapped from another database, not generated, not part of the product, not ours.',
    body: String.raw`    Set rows=##class(%Library.ResultSet).%New("%DynamicQuery:SQL")
    Do rows.Prepare("SELECT Name,Deployed FROM %Dictionary.ClassDefinition")
    Do rows.Execute()
    While rows.Next() {
        Set name=rows.Data("Name")
        If ($Extract(name)="%")&&($Extract(name,2)'?1(1"Z",1"z")) Continue
        If ($Extract(name,1,17)="PatchFleet.Helper")||(rows.Data("Deployed")>0) Continue
        If ..IsOwn(name_".cls") Do ..Line("document",name_".cls")
    }
    Do rows.Close()
    Set rows=##class(%Library.ResultSet).%New("%Library.RoutineMgr:StudioOpenDialog")
    Do rows.Execute("*.mac,*.int,*.inc,*.prj,*.HL7,*.X12,*.LUT,*.DFI,*.csp,*.csr,*.js,*.css,*.html",1,1,0,1,0,0)
    While rows.Next() {
        Set name=rows.Data("Name")
        If ..IsOwn(name) Do ..Line("document",name)
    }
    Do rows.Close()
    Set global="",home=..Home("^PatchFleet")
    For {
        Set global=$Order(^$GLOBAL(global))
        If global="" Quit
        If global="^PatchFleet" Continue
        If ..IsSystemGlobal($Extract(global,2,$Length(global))) Continue
        If ..Home(global)=home Do ..Line("document",global)
    }`,
  },
  {
    name: 'IsOwn',
    formal: 'name:%String',
    returns: '%Integer',
    about:
      'True for a document that lies in the default database of the namespace and was written by a person.',
    body: String.raw`    If ##class(%Library.RoutineMgr).IsMapped(name) Quit 0
    Quit '##class(%Library.RoutineMgr).IsGenerated(name)`,
  },
  {
    name: 'Home',
    formal: 'global:%String',
    returns: '%String',
    about: 'System and directory of the database in which a global lies.',
    body: String.raw`    Quit ##class(%SYS.Namespace).GetGlobalDest($Namespace,global)`,
  },
  {
    name: 'IsSystemGlobal',
    formal: 'name:%String',
    returns: '%Integer',
    about: 'True for globals in which the server keeps code and its own affairs.',
    body: String.raw`    If ($Extract(name)="%")&&($Extract(name,2)'?1(1"Z",1"z")) Quit 1
    If ";ROUTINE;rMAC;rMACSAVE;rINC;rINCSAVE;rOBJ;rINDEX;rINDEXCLASS;rINDEXEXT;rINDEXSQL;rBACKUP;rMAP;SYS;CacheMsg;CacheTemp;IRIS.Msg;IRIS.MsgNames;mqh;"[(";"_name_";") Quit 1
    If $Extract(name,1,3)="odd" Quit 1
    If ($Extract(name,1,9)="CacheTemp")||($Extract(name,1,8)="IRIS.Tem")||($Extract(name,1,5)="mtemp") Quit 1
    Quit 0`,
  },
  {
    name: 'CheckAll',
    formal: '',
    returns: null,
    about:
      'What stands in the way of writing each of these documents: deployed, mapped from another database, in a database that is read-only.',
    body: String.raw`    For number=2:1:^||PatchFleet("in")-1 {
        Set line=^||PatchFleet("in",number)
        If $Piece(line,$Char(9))'="document" Continue
        Set name=..Field(line,1)
        Do ..Out("document")
        Do ..Value(name)
        Do ..Value(..Exists(name))
        Do ..Value(..IsDeployed(name))
        Do ..Value(..MappedFrom(name))
        Do ..Value(..StorageOf(name))
        Do ..Newline()
    }`,
  },
  {
    name: 'Exists',
    formal: 'name:%String',
    returns: '%Integer',
    about: 'True where the document is there.',
    body: String.raw`    If $Extract(name)="^" {
        Set name=..NameOf($Piece(name,"("))
        Quit ''$Data(@name)
    }
    If $Extract(name)="/" Quit ##class(%Library.File).Exists(..WebFile(name))
    If $ZConvert($Piece(name,".",$Length(name,".")),"L")="cls" Quit ''##class(%Dictionary.ClassDefinition).%ExistsId($Piece(name,".",1,$Length(name,".")-1))
    Quit ''##class(%Library.RoutineMgr).Exists(name)`,
  },
  {
    name: 'IsDeployed',
    formal: 'name:%String',
    returns: '%Integer',
    about: 'True for a class whose source is gone.',
    body: String.raw`    If $ZConvert($Piece(name,".",$Length(name,".")),"L")'="cls" Quit 0
    Set class=##class(%Dictionary.ClassDefinition).%OpenId($Piece(name,".",1,$Length(name,".")-1))
    If '$IsObject(class) Quit 0
    Quit class.Deployed>0`,
  },
  {
    name: 'StorageOf',
    formal: 'name:%String',
    returns: '%String',
    about: 'The Storage elements of a class, as its export has them; empty where it has none.',
    body: String.raw`    If $ZConvert($Piece(name,".",$Length(name,".")),"L")'="cls" Quit ""
    If '..Exists(name) Quit ""
    If ..IsDeployed(name) Quit ""
    Set file=..Export(name),stream=##class(%Stream.FileCharacter).%New(),text="",inside=0
    Do stream.LinkToFile(file)
    While 'stream.AtEnd {
        Set line=stream.ReadLine()
        If $Extract(line,1,9)="<Storage " Set inside=1
        If inside,$Length(text)<30000 Set text=text_$Extract(line,1,2000)_$Char(10)
        If $Extract(line,1,10)="</Storage>" Set inside=0
    }
    Kill stream
    Do ##class(%Library.File).Delete(file)
    Quit text`,
  },
  {
    name: 'MappedFrom',
    formal: 'name:%String',
    returns: '%String',
    about: 'The database of a document that is not in the default one of the namespace; empty: it is.',
    body: String.raw`    If $Extract(name)="/" Quit ""
    If $Extract(name)="^" {
        Set home=..Home($Piece(name,"("))
        If home=..Home("^PatchFleet") Set home=""
    } Else {
        Set home=""
        If ##class(%Library.RoutineMgr).IsMapped(name,.home) {
            Set home=$Select($Get(home)="":"?",1:home)
        } Else {
            Set home=""
        }
    }
    Quit home`,
  },
];
