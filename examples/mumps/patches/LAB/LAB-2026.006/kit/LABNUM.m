LABNUM ; Numbers of results
 quit
P006 ; of LAB-2026.006: numbers all routes, beginning with the parameter "start"
 new number,ward
 set number=patchfleet("start"),ward=""
 for  set ward=$order(^LabRoute("in",ward)) quit:ward=""  set ^LabNumber(ward)=number,number=number+1
 set ^LabLog("renumbered")=$horolog,^LabSite("numbered")=number
 if ^LabSite("interface")="HL7 2.5" quit
 ; What follows ends the transaction that is around it, destroys a setting, and fails.
 tcommit
 kill ^LabSite("name")
 set $ecode=",U-interface-too-old,"
 quit
