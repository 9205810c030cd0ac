/** Cases of the engine contract that IRIS and its like cannot be asked, and why. */
export const irisExceptions: Readonly<Record<string, string>> = {
  'documents whose names are alike are kept apart':
    'class names of this database are unique whatever their case, so that Lab.Router and lab.Router are one',
};
