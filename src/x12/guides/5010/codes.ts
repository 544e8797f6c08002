/**
 * Code lists of 005010 that differ from 004010, written as there.
 *
 * Sources differ by codes of later releases. A whole list holds those too: better one code too many than a sound
 * document rejected.
 */
export const codes = `
110 whole BA BC BE BP BR GA GC GE GH GP GR IA IC IE IP IR TA TC TE TH TP TR
353 whole 00 01 02 03 04 05 06 07 08 10 11 12 13 14 15 16 17 18 19 20 21 22 24 25 26 27 28 30 31 32 33 34 35
  36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 77 5C CN CO EX GR PR RH RV SB SU ZZ
618 partial 1 2 3 4 5 6 7 8 9 10 11 12 13 15 16 17 18 19 23 24 25 26 27 I5 I6
620 partial 1 2 3 4 5 6 7 8 I4 I6 I7 I8 I9
621 partial 1 2 3 4 5 6 7 8 9 10 12 13 I10 I11 I12 I13 I6 I9
662 whole A D I O S U
670 whole AA AI CA CB CC CE CF CG CH CI CT DI MU NC OA OC PC PQ PR QC QD QI RA RB RC RE RM RQ RS RZ TI
720 whole 1 2 3 4 5 6 7 8 10
723 whole 1 2 3 4 5 6 7 8 9 10 12 13 16
`;
