/**
 * Code lists of 005010 that differ from 004010, written as there.
 */
export const codes = `
`;
