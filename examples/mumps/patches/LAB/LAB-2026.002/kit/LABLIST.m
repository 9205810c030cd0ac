LABLIST ; Result list of a ward
 quit
SHOW(ward) ; shows the results of a ward
 new number
 set number=""
 for  set number=$order(^LabResult(ward,number)) quit:number=""  write !,number,?12,^LabResult(ward,number)
 quit
