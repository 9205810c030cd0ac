LABROUT ; Result routing: terminal entry points, and urgent results
 quit
LIST ; lists the routes, one line each
 new ward
 set ward=""
 for  set ward=$order(^LabRoute("in",ward)) quit:ward=""  write !,ward,?12,^LabRoute("in",ward)
 quit
URGENT(code,value) ; whether a result goes to the pager
 quit value>$get(^LabRoute("urgent",code),value)
