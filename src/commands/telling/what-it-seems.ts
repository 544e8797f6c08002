/**
 * What a file that is no X12 seems to be, told by its first bytes, and what to do with it instead. A guess for people.
 */

/** Bytes looked at. */
export const seemingBytes = 1_024;

interface Kind {
  /** On the first bytes as Latin-1, a byte order mark and blanks left out. */
  looks: RegExp;
  words: string;
}

const readable = 'A hub whose partner files agree on it can read it: npx waybill try FILE';

const kinds: readonly Kind[] = [
  { looks: /^$/, words: 'The file is empty.' },
  {
    looks: /^(\u00fe\u00ff|\u00ff\u00fe)?(\0?I\0?S\0?A\0|\0I\0S\0A)/,
    words: 'It seems to be X12 saved as UTF-16. Save it as plain text (UTF-8 or ASCII) and try again.',
  },
  {
    looks: /^\u00c9\u00e2\u00c1/,
    words:
      'It seems to be X12 in EBCDIC, as mainframes write it. Ask for ASCII, or for a transfer in text mode.',
  },
  {
    looks: /^isa[^a-z0-9 ]/i,
    words: 'It begins with an ISA that is cut off, not in capital letters, or not in its fixed places.',
  },
  {
    looks: /^(GS|ST)[^A-Za-z0-9\s]/,
    words: 'It seems to be X12 without its envelope: an interchange begins with ISA and ends with IEA.',
  },
  {
    looks: /^(UNA|UNB)[^A-Za-z0-9]/,
    words: 'It seems to be EDIFACT, another standard. Ask the partner for X12.',
  },
  { looks: /^STX=/, words: 'It seems to be TRADACOMS, another standard. Ask the partner for X12.' },
  { looks: /^(MSH|FHS|BHS)[^A-Za-z0-9]/, words: 'It seems to be HL7, a clinical standard, and no X12.' },
  {
    looks: /^%PDF-/,
    words: 'It seems to be a PDF: a picture of a document, not its data. Ask the partner for X12.',
  },
  { looks: /^PK\u0003\u0004/, words: 'It seems to be a ZIP file, or an Office document. Unpack it first.' },
  { looks: /^\u001f\u008b/, words: 'It seems to be a gzip file. Unpack it first: gunzip.' },
  { looks: /^-----BEGIN PGP/, words: 'It seems to be encrypted or signed by PGP. Decrypt it first: gpg.' },
  {
    looks: /^(Content-Type|MIME-Version|Message-ID|AS2-Version):/i,
    words: 'It seems to be a mail or AS2 message. Take the file out of it first.',
  },
  {
    looks: /^<(!doctype\s+html|html)/i,
    words: 'It seems to be a web page: perhaps an error page was saved.',
  },
  { looks: /^<[?!a-z]/i, words: `It seems to be XML. ${readable}` },
  { looks: /^[[{]\s*["{[\]}]/, words: `It seems to be JSON. ${readable}` },
  { looks: /[\0-\u0008\u000e-\u001a]/, words: 'It seems to be a binary file.' },
  {
    looks: /^[^\n\r]*[^\n\r,;\t|]([,;\t|])[^\n\r]*\1?[^\n\r]*[\n\r]+[^\n\r]*\1/,
    words: `It seems to be a CSV file. ${readable}`,
  },
];

/** @param start the first bytes of the file, seemingBytes of them where there are so many */
export function whatItSeems(start: Uint8Array): string {
  const text = Buffer.from(start.subarray(0, seemingBytes))
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .replace(/^[\s\u001a]+/, '');
  return kinds.find(({ looks }) => looks.test(text))?.words ?? 'It seems to be text of another kind.';
}
