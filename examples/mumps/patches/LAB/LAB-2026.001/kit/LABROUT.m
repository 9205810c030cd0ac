LABROUT ; Result routing: terminal entry points
 quit
LIST ; lists the routes, one line each
 new ward
 set ward=""
 for  set ward=$order(^LabRoute("in",ward)) quit:ward=""  write !,ward,?12,^LabRoute("in",ward)
 quit
